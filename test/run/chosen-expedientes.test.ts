import { DynamoLinks } from '../../lib/state/links';
import { giavClient, giavExpediente } from '../harness/giav-records';
import { RunOffice } from '../ports/run-office';

const STATES = [
  { id: 1, name: 'Abierto' },
  { id: 2, name: 'Cerrado' },
];
const LINKED = {
  status: 'linked',
  kind: 'deal',
  clientifyId: '900',
  fingerprint: 'another',
  at: '2026-03-01T10:00:00.000Z',
} as const;

/** Notes which expedientes the workers get. */
class Office extends RunOffice {
  readonly worked: string[] = [];

  override doWork(): Promise<void> {
    this.worked.push(...this.work.flatMap(({ entity, id }) => (entity === 'client' ? [] : [id])));
    return super.doWork();
  }
}

/** A run over a client with an old and a new expediente, in both states. */
async function run(expedientes: object, linked: readonly string[] = []): Promise<Office> {
  const office = new Office({ expedientes });
  office.stages.push(...STATES);
  office.giavClients = [giavClient({ id: 7, documento: '12345678Z', nombre: 'Ana' })];
  office.giavExpedientes = [
    giavExpediente({ id: 90, idCliente: 7, fechaCreacion: '2025-05-05', idEntityStage: 1 }),
    giavExpediente({ id: 91, idCliente: 7, fechaCreacion: '2026-05-05', idEntityStage: 1 }),
    giavExpediente({ id: 92, idCliente: 7, fechaCreacion: '2026-05-05', idEntityStage: 2 }),
  ];
  for (const id of linked) await new DynamoLinks(office.table).put('expediente', { ...LINKED, id });
  office.start('full', 'r1');
  await office.quiet();
  return office;
}
const reasons = async (office: Office) => (await office.run('r1')).summary?.reasons;

describe('which expedientes become deals', () => {
  it('all of them, unless the settings choose', async () => {
    expect((await run({})).worked).toEqual(['90', '91', '92']);
  });

  it('those created from a day on; the others are skipped with their reason', async () => {
    const office = await run({ since: '2026-01-01' });
    expect(office.worked).toEqual(['91', '92']);
    expect(await reasons(office)).toEqual({ EXPEDIENTE_TOO_OLD: 1 });
  });

  it('those in some states; the others are skipped with their reason', async () => {
    const office = await run({ states: ['abierto'] });
    expect(office.worked).toEqual(['90', '91']);
    expect(await reasons(office)).toEqual({ EXPEDIENTE_STATE: 1 });
  });

  it('a deal that is there stays as it is, and keeps its link, when its expediente is left out', async () => {
    const office = await run({ since: '2026-01-01', states: ['Cerrado'] }, ['90', '91']);
    expect(office.worked).toEqual(['92']);
    const links = new DynamoLinks(office.table);
    for (const id of ['90', '91']) expect(await links.get('expediente', id)).toMatchObject(LINKED);
  });

  it('a state that GIAV does not have stops the run before anything is written', async () => {
    const office = await run({ states: ['Abiertos'] });
    expect(office.worked).toEqual([]);
    expect(await office.run('r1')).toMatchObject({
      status: 'failed',
      error: {
        kind: 'configuration',
        message:
          'expedientes.states: GIAV has no state "Abiertos". Its states: Abierto (1), Cerrado (2).',
      },
    });
  });
});
