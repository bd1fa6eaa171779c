import type { Page } from '../ports/giav';
import type { Synced, SyncedRecord } from '../ports/synced';
import { readPages } from '../run/read-pages';
import { readingAround } from '../run/read-around';
import { RetryableError } from '../sync/errors';
import { PAGE_SIZE } from '../sync/paging';
import type { Expediente } from '../sync/records';
import type { Bringer } from './bring';
import type { SyncOnePorts } from './ports';

/** Records that an answer lists: somebody reads it, and with its client's own it has to fit into an item of the table. */
const MOST_LISTED = { records: 50, bytes: 200_000 } as const;

/** As many as are listed. */
function listed(records: readonly SyncedRecord[]): SyncedRecord[] {
  let bytes = 0;
  return records.slice(0, MOST_LISTED.records).filter((record) => {
    bytes += Buffer.byteLength(JSON.stringify(record));
    return bytes <= MOST_LISTED.bytes;
  });
}

type OfClient = Pick<Synced, 'records' | 'inStep' | 'unlisted' | 'left'>;

async function* pagesOf(
  { giav, config }: SyncOnePorts,
  client: string,
): AsyncGenerator<Page<Expediente>> {
  const { pageIndex: dialect } = config.giav;
  const search = readingAround<Expediente>(dialect, 'expediente', (page) =>
    giav.searchExpedientes(page, { idsCliente: [Number(client)] }),
  );
  const read = (pageIndex: number): Promise<Page<Expediente>> =>
    search({ pageSize: PAGE_SIZE, pageIndex });
  const isTheirs = ({ idCliente }: Expediente): boolean => String(idCliente) === client;
  for await (const page of readPages(dialect, 'expedientes', read))
    // Whatever a filter that is ignored shows beside them.
    yield { ...page, records: page.records.filter(isTheirs) };
}

/** The expedientes of a client, as many as can be had while somebody waits; the next run reads the rest. */
export async function bringExpedientesOf(
  ports: SyncOnePorts,
  bringer: Bringer,
  client: string,
): Promise<OfClient> {
  const { pending } = ports;
  const recordOf = async (): Promise<string | undefined> =>
    (await ports.links.get('client', client))?.clientifyId;
  const record = await recordOf();
  // First the note: what is cut off is read by the next run.
  await pending.add('expedientes-of', client);
  const done: SyncedRecord[] = [];
  let left = false;
  try {
    for await (const theirs of pagesOf(ports, client)) {
      const plan = bringer.page('expediente', (planner) =>
        planner.expedientes(theirs, 0, bringer.run.officePrefix ?? false),
      );
      done.push(...(await plan));
      left = !bringer.mayGoOn;
      if (left) break;
    }
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    ports.log.warn('expedientes are left to the next run', { client, error: error.message });
    left = true;
  }
  // Whoever gave the client another record meanwhile relies on the note.
  left ||= (await recordOf()) !== record;
  if (!left) await pending.remove('expedientes-of', client);
  const happened = done.filter(({ outcome }) => outcome !== 'unchanged');
  const records = listed(happened);
  return {
    records,
    inStep: done.length - happened.length,
    unlisted: happened.length - records.length,
    left,
  };
}
