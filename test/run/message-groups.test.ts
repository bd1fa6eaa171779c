import { groupOf } from '../../lib/ports/messages';
import { DynamoLinks } from '../../lib/state/links';
import type { Link } from '../../lib/ports/links';
import { giavClient, giavExpediente } from '../harness/giav-records';
import { RunOffice } from '../ports/run-office';

/**
 * A full run over the 250 expedientes of one client, whose link is as given when they are read.
 * @param documento null = the run does not read the client
 */
async function groupsOfExpedientes(link: Partial<Link> | null, documento: string | null) {
  const office = new RunOffice();
  if (documento !== null) office.giavClients.push(giavClient({ id: 7, documento }));
  for (let id = 1; id <= 250; id++)
    office.giavExpedientes.push(giavExpediente({ id, idCliente: 7 }));
  if (link)
    await new DynamoLinks(office.table).put('client', {
      id: '7',
      status: 'linked',
      kind: 'company',
      clientifyId: '70',
      at: '2026-03-01T09:00:00Z',
      ...link,
    });
  office.start('full', 'r');
  await office.step();
  const sent = office.work.filter(({ entity }) => entity === 'expediente');
  return new Set(sent.map(groupOf));
}

describe('messages of the work queue', () => {
  it('the expedientes of a client that is linked and needs nothing do not wait for each other', async () => {
    expect(await groupsOfExpedientes({}, null)).toHaveProperty('size', 250);
  });
  it('nor do those of a client that this run has brought already', async () => {
    expect(await groupsOfExpedientes({ runId: 'r' }, 'B1')).toHaveProperty('size', 250);
  });
  it('those of a client that is on its way to a worker come after it', async () => {
    const groups = await groupsOfExpedientes({ runId: 'an earlier one' }, 'B1');
    expect([...groups]).toEqual(['7']);
  });
  it('those of a client that has no record yet come after it', async () => {
    expect([...(await groupsOfExpedientes(null, 'B1'))]).toEqual(['7']);
  });
  it('a client is in its own group, whatever is known of it', () => {
    expect(groupOf({ entity: 'client', id: '7', clientId: '7', clientSettled: true })).toBe('7');
  });
  it('a client and an expediente of the same id are never in one group', () => {
    const expediente = { entity: 'expediente', id: '7', clientId: '9', clientSettled: true };
    expect(groupOf(expediente as Parameters<typeof groupOf>[0])).not.toBe('7');
  });
});
