import { MAX_REDRIVE, type NamedRecord } from '../ports/messages';
import type { Pending, PendingKind } from '../ports/pending';
import type { RunQueue } from '../ports/queues';
import type { Entity } from '../sync/decision';

const NOTED = {
  client: 'asked',
  expediente: 'asked-expediente',
} as const satisfies Record<Entity, PendingKind>;

const idsOf = (records: readonly NamedRecord[], entity: Entity): string[] =>
  records.filter((one) => one.entity === entity).map(({ id }) => id);

/**
 * Asks for a run that reads these records from GIAV. They are noted first, so that no message is without its note, and
 * what is noted and not yet read when a run of this kind begins is read by that run: many that ask become one run.
 */
export async function askFor(
  ports: {
    readonly runQueue: Pick<RunQueue, 'send'>;
    readonly pending: Pick<Pending, 'addMany'>;
  },
  records: readonly NamedRecord[],
): Promise<void> {
  for (const entity of ['client', 'expediente'] as const)
    await ports.pending.addMany(NOTED[entity], idsOf(records, entity));
  for (let at = 0; at < records.length; at += MAX_REDRIVE)
    await ports.runQueue.send({
      v: 1,
      kind: 'redrive',
      gathered: true,
      records: records.slice(at, at + MAX_REDRIVE),
    });
}

/** All that is noted. Clients first: an expediente needs its own. */
export async function notedRecords(pending: Pick<Pending, 'list'>): Promise<NamedRecord[]> {
  const clients = await pending.list(NOTED.client);
  const expedientes = await pending.list(NOTED.expediente);
  return [
    ...clients.map((id): NamedRecord => ({ entity: 'client', id })),
    ...expedientes.map((id): NamedRecord => ({ entity: 'expediente', id })),
  ];
}

const nameOf = ({ entity, id }: NamedRecord): string => `${entity} ${id}`;

/**
 * The records of a run that was asked for in that way: its own that nobody has read since, and what else is noted, up to
 * the size of a run. Empty when another run has taken them.
 */
export function gatheredRecords(
  own: readonly NamedRecord[],
  noted: readonly NamedRecord[],
): NamedRecord[] {
  const waiting = new Set(noted.map(nameOf));
  const mine = own.filter((record) => waiting.has(nameOf(record)));
  if (mine.length === 0) return [];
  const all = new Map([...mine, ...noted].map((record) => [nameOf(record), record]));
  return [...all.values()].slice(0, MAX_REDRIVE);
}

/** Before anything is read: who asks from now on is asked for anew. */
export async function takeNoted(
  pending: Pick<Pending, 'remove'>,
  records: readonly NamedRecord[],
): Promise<void> {
  await Promise.all(records.map(({ entity, id }) => pending.remove(NOTED[entity], id)));
}
