import { effectiveSettings } from '../config/overlay';
import type { SyncConfig } from '../config/schema';
import type { PlannedRecord } from '../dry-run/planned-record';
import type { SettingsDraft } from '../ports/asked';
import type { NamedRecord } from '../ports/messages';
import type { RunMode } from '../ports/run';
import { CONSOLE } from '../sync/budget';
import { Tally } from './dry-run-report/tally';
import type { Rehearsal, RehearsedRecord } from './rehearsal';
import { rehearse, type RehearsePorts } from './rehearse';
import { previewSettings, type PreviewPorts } from './settings-overlay';

export interface RehearseAskedPorts extends Omit<
  RehearsePorts,
  'onRecord' | 'onProgress' | 'mayGoOn'
> {
  readonly settings: PreviewPorts;
}

export interface RehearseAsked {
  readonly mode: RunMode;
  /** Of a re-drive. */
  readonly records?: readonly NamedRecord[];
  /** @default - the settings in force */
  readonly settings?: SettingsDraft;
}

/** Records that an answer holds, and the bytes that they may take: an item of the state takes 400 KB. */
const MOST_RECORDS = 300;
const MOST_BYTES = 200_000;
const LONGEST_VALUE = 300;

const short = (value: unknown): string => String(value ?? '').slice(0, LONGEST_VALUE);

const shown = ({ entity, id, label, result, message, fields, notes }: PlannedRecord) =>
  ({
    entity,
    id,
    label: short(label),
    outcome: result.outcome,
    reason: result.reason ?? '',
    message: short(message),
    fields: fields.map(({ field, from, to }) => ({
      field,
      ...(from !== undefined && { from: from === null ? null : short(from) }),
      to: short(to),
    })),
    notes: [
      ...(result.notices ?? []),
      ...notes.map(({ field, note }) => `${field}: ${short(note)}`),
    ],
  }) satisfies RehearsedRecord;

/** Figures of all records, and the first of them. */
class Kept {
  readonly tally = new Tally();
  readonly records: RehearsedRecord[] = [];
  left = 0;
  private bytes = 0;

  readonly add = (record: PlannedRecord): Promise<void> => {
    this.tally.add(record);
    const one = shown(record);
    const size = Buffer.byteLength(JSON.stringify(one));
    if (this.records.length === MOST_RECORDS || this.bytes + size > MOST_BYTES) this.left += 1;
    else {
      this.records.push(one);
      this.bytes += size;
    }
    return Promise.resolve();
  };
}

/** The settings of a draft, and what it changes; those in force without one. */
async function settingsOf(
  { settings, config }: RehearseAskedPorts,
  draft: SettingsDraft | undefined,
): Promise<{ readonly config: SyncConfig; readonly settings: Rehearsal['settings'] }> {
  if (draft === undefined) return { config, settings: null };
  const preview = await previewSettings(settings, draft.overlay);
  return {
    config: effectiveSettings(await settings.deployed(), draft.overlay),
    settings: { draft, preview },
  };
}

/**
 * What a run would do, for somebody who waits for the answer: it ends in time, and says whether that was the end.
 * @throws ConfigurationError for settings that could not be in force
 */
export async function rehearseAsked(
  ports: RehearseAskedPorts,
  { mode, records = [], settings: draft }: RehearseAsked,
): Promise<Rehearsal> {
  const { config, settings } = await settingsOf(ports, draft);
  const kept = new Kept();
  const until = ports.now().getTime() + CONSOLE.rehearsalMs;
  const end = await rehearse(
    {
      ...ports,
      config,
      onRecord: kept.add,
      mayGoOn: () => ports.now().getTime() < until,
    },
    mode,
    records,
  );
  const { summary, missingFields, newContacts, whole, moved, brake } = end;
  return {
    mode: end.mode,
    whole,
    summary,
    skipped: [...kept.tally.skipped],
    failed: [...kept.tally.failed],
    moved,
    brake,
    changedFields: [...kept.tally.changedFields].sort((a, b) => b[1] - a[1]),
    missingFields: [...missingFields],
    newContacts,
    records: kept.records,
    left: kept.left,
    settings,
  };
}
