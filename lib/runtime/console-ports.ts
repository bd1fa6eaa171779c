import type { DeskPorts } from '../admin/admin-ports';
import type { SyncConfig } from '../config/schema';
import type { Activity, ConsolePorts } from '../console/ports';
import type { AuditLines } from '../ports/audit-lines';
import type { Audits } from '../state/audits';
import { ids } from './ids';

/** The register of activity: the same lines as those of the commands that must be accounted for. */
const activityOf = (audits: Pick<Audits, 'latest'>, lines: AuditLines): Activity => ({
  note: ({ at, who, what, about }) =>
    lines.add({ at, action: what, subject: about, by: who, erased: {}, stays: '' }),
  latest: async (limit, before) => {
    const { audits: found, next } = await audits.latest(limit, before);
    const lines = found.map(({ at, action, subject, by }) => ({
      at,
      who: by,
      what: action,
      about: subject,
    }));
    return { lines, next };
  },
});

export interface ConsoleSurroundings {
  readonly config: () => Promise<SyncConfig>;
  /** The settings as they were deployed. @default - what counts */
  readonly deployed?: () => Promise<SyncConfig>;
  /** Where what people do is told. @default - straight into the list of it */
  readonly lines?: AuditLines;
  /** @default - nobody is found by a Documento */
  readonly ofDocumento?: ConsolePorts['ofDocumento'];
  /** @default - nothing listens to Clientify */
  readonly webhookUrl?: string | null;
  /** @default true */
  readonly schedules?: boolean;
  readonly onError: (error: unknown) => void;
  readonly now?: () => Date;
}

/** What the console works with, of a deployment's state and run queue. */
export function consolePorts(
  desk: DeskPorts,
  {
    config,
    deployed = config,
    lines = desk.audits,
    ofDocumento = null,
    webhookUrl = null,
    schedules = true,
    onError,
    now = () => new Date(),
  }: ConsoleSurroundings,
): ConsolePorts {
  return {
    state: desk,
    activity: activityOf(desk.audits, lines),
    desk: desk.runQueue,
    runQueue: desk.runQueue,
    answers: desk.answers,
    config,
    settings: { deployed, versions: desk.settingsVersions, runs: desk.runs, now },
    ofDocumento,
    webhookUrl,
    schedules,
    newId: () => ids.run(now()),
    newRunId: () => ids.run(now()),
    now,
    onError,
  };
}
