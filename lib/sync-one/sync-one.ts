import { writeBackMode } from '../config/way-back-settings';
import type { NamedRecord, NamedSubject } from '../ports/messages';
import { runSchema, type Run } from '../ports/run';
import type { Synced, SyncedRecord } from '../ports/synced';
import { forgetForeign } from '../record/forget-foreign';
import { officePrefixOf } from '../run/plan-run';
import { Bringer } from './bring';
import { bringExpedientesOf } from './expedientes-of';
import { changeOf, clientOf, nobodys, readThere } from './of-clientify';
import type { SyncOnePorts } from './ports';

type Parts = Omit<Synced, 'asked' | 'runId'>;

const NOTHING: Parts = { records: [], inStep: 0, unlisted: 0, left: false, wayBack: false };

/**
 * Reads one record afresh and brings it in step: a client of GIAV with its expedientes, an expediente, or a contact or
 * company of Clientify, whose client is found by the ordinary rules. No run is needed, and one may be under way.
 * @param runId what the decisions are stored under
 * @throws ConfigurationError: it cannot be done, and what to do; RetryableError while GIAV or Clientify does not answer
 */
export async function syncOne(
  ports: SyncOnePorts,
  asked: NamedSubject,
  runId: string,
): Promise<Synced> {
  const { entity, id } = asked;
  const done =
    entity === 'contact' || entity === 'company'
      ? await syncThere(ports, entity, id, runId)
      : await syncHere(ports, { entity, id }, runId);
  return { asked, runId, ...done };
}

/** By a record of Clientify. The way back gets its change as a webhook would tell it. */
async function syncThere(
  ports: SyncOnePorts,
  kind: 'contact' | 'company',
  id: string,
  runId: string,
): Promise<Parts> {
  const found = await readThere(ports, kind, id);
  const client = await clientOf(ports, found);
  const wayBack = writeBackMode(ports.config) !== 'off';
  if (client === null && !wayBack) throw nobodys(found);
  const done =
    client === null ? NOTHING : await syncHere(ports, { entity: 'client', id: client }, runId);
  if (wayBack) await ports.changes.send(changeOf(found));
  return { ...done, wayBack };
}

async function syncHere(ports: SyncOnePorts, record: NamedRecord, runId: string): Promise<Parts> {
  const bringer = new Bringer(ports, await runOf(ports, runId));
  // Whoever names a record has looked at what its create came back with.
  await forgetForeign(ports, record, true);
  if (record.entity === 'expediente')
    return { ...NOTHING, records: await syncExpediente(ports, bringer, record) };
  const client = await bringer.one(record);
  const link = await linkOf(ports, record);
  if (client.outcome === 'waits' || client.reason === 'NOT_IN_GIAV' || link === undefined)
    return { ...NOTHING, records: [client] };
  const of = await bringExpedientesOf(ports, bringer, record.id);
  return { ...NOTHING, ...of, records: [client, ...of.records] };
}

/** The id map's record of Clientify, where there is one. */
const linkOf = async ({ links }: SyncOnePorts, { id }: NamedRecord): Promise<string | undefined> =>
  (await links.getMany('client', [id])).links.get(id)?.clientifyId;

/** With its client, where that is not synced yet: a deal belongs to its record. */
async function syncExpediente(
  ports: SyncOnePorts,
  bringer: Bringer,
  record: NamedRecord,
): Promise<SyncedRecord[]> {
  const expediente = await bringer.one(record);
  const waits = expediente.reason === 'CLIENT_UNKNOWN' || expediente.reason === 'CLIENT_NOT_SYNCED';
  if (!waits) return [expediente];
  const [{ idCliente } = { idCliente: 0 }] = (await ports.giav.getExpediente(Number(record.id)))
    .records;
  if (idCliente === 0) return [expediente];
  const client = await bringer.one({ entity: 'client', id: String(idCliente) });
  return [await bringer.one(record), client];
}

/** What a re-drive of these records would be, without a place among the runs. */
async function runOf(ports: SyncOnePorts, id: string): Promise<Run> {
  const run = runSchema.parse({
    id,
    mode: 'redrive',
    status: 'running',
    phase: 'clients',
    nextPage: 0,
    clientPages: 0,
    expedientePages: 0,
    startedAt: ports.clock.now().toISOString(),
    token: 0,
  });
  return { ...run, officePrefix: officePrefixOf(ports, run, await ports.watermarks.get()) };
}
