import { ClientifyApi } from '../../clientify/api';
import type { SyncConfig } from '../../config/schema';
import type { Work, WorkKind } from '../../ports/asked';
import type { Log } from '../../ports/log';
import type { NamedSubject } from '../../ports/messages';
import type { Synced } from '../../ports/synced';
import { nobodyListens, type DeskPorts } from '../admin-ports';
import { cancelRun } from '../cancel-run';
import { chooseValue, type ChoosePorts } from '../choose-value';
import { readChoices } from '../choices';
import { conflictsOf } from '../conflicts';
import { diagnose } from '../doctor/doctor';
import { dropLetters, redrive } from '../failed-records';
import { forgetClient } from '../forget';
import { confirmRun, rejectRun } from '../held-run';
import { lookAgain } from '../look-again';
import { rehearseAsked, type RehearseAskedPorts } from '../rehearse-asked';
import { findExpediente } from '../../sync-one/find-expediente';
import { restoreField } from '../restore';
import type { Systems } from '../systems';
import { undoRun } from '../undo-run';
import { SLOT_WORKS, type WebhookTarget } from '../webhook';

/** What the use cases of the commands need, in the function that holds the keys. */
export interface WorkPorts {
  readonly admin: DeskPorts;
  readonly systems: Systems;
  /** In force. */
  readonly config: SyncConfig;
  /** As they were deployed. */
  readonly deployed: () => Promise<SyncConfig>;
  readonly autoSetup: boolean;
  readonly countryCode: (text: string) => string | null;
  /** Milliseconds left to this invocation. */
  readonly timeLeft: () => number;
  readonly syncOne: (asked: NamedSubject, timeLeft: () => number) => Promise<Synced>;
  /** Address and secret of the webhook, read when they are needed; null where nothing listens to Clientify. */
  readonly webhook: (() => Promise<WebhookTarget>) | null;
  readonly newRunId: () => string;
  readonly now: () => Date;
  readonly log: Log;
}

/** Each kind of work with what it is asked with. */
type WorkByKind = { readonly [Kind in WorkKind]: Extract<Work, { readonly do: Kind }> };

const records = ({ systems, config }: WorkPorts): ClientifyApi =>
  new ClientifyApi(systems.clientify, config.clientify.concurrency);

/** What one client shows on both sides. */
const bothSides = (ports: WorkPorts): ChoosePorts => ({
  ...ports.admin,
  giav: ports.systems.giav,
  clientify: records(ports),
  config: ports.config,
  countryCode: ports.countryCode,
});

const rehearsing = (ports: WorkPorts): RehearseAskedPorts => {
  const { admin, deployed, now } = ports;
  const { settingsVersions: versions, runs } = admin;
  return { ...ports, settings: { deployed, versions, runs, now } };
};

/** The slots, and a note of them for the page that shows them. */
async function onSlots(
  { admin, systems, webhook, now }: WorkPorts,
  what: keyof typeof SLOT_WORKS,
): Promise<unknown> {
  const { clientifyV2 } = systems;
  if (webhook === null || clientifyV2 === undefined) throw nobodyListens();
  const slots = await SLOT_WORKS[what](clientifyV2, await webhook());
  await admin.notes.sawSlots(slots, now());
  return { slots };
}

/** Each piece of work by the use case of its command: there is no second way of doing it. What it answers is JSON. */
const works: {
  readonly [Kind in WorkKind]: (
    ports: WorkPorts,
    work: WorkByKind[Kind],
    /** Who asked. */
    by: string,
  ) => Promise<unknown>;
} = {
  redrive: async ({ admin, newRunId }, { all, reason }) => {
    const { records: count, runs } = await redrive(admin, { all, reason }, newRunId);
    return { records: count, runs };
  },
  'look-again': async ({ admin, newRunId }, { records: named }) => {
    const ids = named.map(({ entity, id }) => `${entity}:${id}`);
    const failed = await redrive(admin, { ids }, newRunId);
    // Those that are on no failed list: something of theirs waits for a person.
    const rest = named.filter(({ entity, id }) => !failed.chosen.has(`${entity}:${id}`));
    const runs = await lookAgain(admin, rest, newRunId);
    return { records: failed.records + rest.length, runs: [...failed.runs, ...runs] };
  },
  sync: async ({ admin, syncOne, timeLeft }, { entity, id }) => {
    const synced = await syncOne({ entity, id }, timeLeft);
    const settled = synced.records.filter(
      ({ outcome }) => outcome !== 'waits' && outcome !== 'failed',
    );
    await dropLetters(admin, settled);
    return synced;
  },
  'find-expediente': ({ systems, config }, { number }) =>
    findExpediente({ giav: systems.giav, config }, number),
  cancel: ({ admin, now }, { runId }) => cancelRun({ ...admin, now }, runId),
  confirm: async ({ admin, now }, { runId }) => {
    await confirmRun({ ...admin, now }, runId);
    return { runId };
  },
  reject: async ({ admin, now }, { runId }) => {
    await rejectRun({ ...admin, now }, runId);
    return { runId };
  },
  undo: async (ports, { runId, dryRun }) => {
    const count = { touched: 0, changed: 0, kept: 0 };
    await undoRun({ ...ports.admin, clientify: records(ports), now: ports.now }, runId, {
      dryRun,
      onRecord: ({ undone, left }) => {
        count.touched += 1;
        count.changed += undone.length > 0 ? 1 : 0;
        count.kept += left.length > 0 ? 1 : 0;
      },
    });
    return { runId, dryRun, ...count };
  },
  resume: async ({ admin }, { halt }) => ({ left: await admin.incidents.resume(halt) }),
  doctor: ({ admin, systems, config, autoSetup, now }, { quick }) =>
    diagnose({
      systems,
      config,
      autoSetup,
      state: { admin, deployment: null },
      now,
      quick,
      onCheck: () => undefined,
    }),
  'webhook-status': (ports) => onSlots(ports, 'status'),
  'webhook-register': (ports) => onSlots(ports, 'register'),
  'webhook-remove': (ports) => onSlots(ports, 'remove'),
  choices: ({ systems, config }) => readChoices(systems, config.clientify.concurrency),
  rehearse: (ports, { mode, settings }) => rehearseAsked(rehearsing(ports), { mode, settings }),
  'rehearse-record': (ports, record) =>
    rehearseAsked(rehearsing(ports), { mode: 'redrive', records: [record] }),
  forget: ({ admin, config, now }, { client }, by) =>
    forgetClient({ ...admin, now, by }, client, config.forgotten === 'stay-away'),
  compare: (ports, { client }) => conflictsOf(bothSides(ports), client),
  choose: (ports, { client, field, winner, seen }) =>
    chooseValue(bothSides(ports), { client, field, winner, seen }),
  restore: (ports, { client, field, at }) =>
    restoreField(
      { ...ports.admin, clientify: records(ports), config: ports.config },
      client,
      field,
      ports.now(),
      at,
    ),
};

/** Does one piece of work. @param by who asked @returns what came of it, as JSON */
export const perform = <Kind extends WorkKind>(
  ports: WorkPorts,
  work: WorkByKind[Kind] & { readonly do: Kind },
  by: string,
): Promise<unknown> => works[work.do](ports, work, by);
