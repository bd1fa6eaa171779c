import { RecordError } from '../../lib/sync/errors';
import { giavClient } from '../harness/giav-records';
import { RunOffice } from '../ports/run-office';

const CHOSEN = [
  { from: 'Codigo', to: 'numero', on: 'client' },
  { from: 'CustomDataValues:12', to: 'idioma', on: 'client' },
];

async function run(ownFields: () => Promise<object[]>): Promise<RunOffice> {
  const office = new RunOffice({ customFields: CHOSEN });
  office.stages.push({ id: 1, name: 'Abierto' });
  office.giavClients = [giavClient({ id: 7, nombre: 'Ana', own: { '12': 'Catalán' } })];
  office.ownFields = ownFields;
  office.start('full', 'r1');
  await office.quiet();
  return office;
}

describe('custom fields that the settings choose', () => {
  it('go to the workers with the record', async () => {
    const found: object[] = [];
    const office = new RunOffice({ customFields: CHOSEN });
    office.stages.push({ id: 1, name: 'Abierto' });
    office.giavClients = [giavClient({ id: 7, nombre: 'Ana', own: { '12': 'Catalán' } })];
    office.ownFields = () => Promise.resolve([{ id: 12, name: 'Idioma' }]);
    office.start('full', 'r1');
    while (await office.step()) {
      found.push(...office.work.map(({ desired }) => desired.customFields));
      await office.doWork();
    }
    expect(found[0]).toMatchObject({ numero: '004017', idioma: 'Catalán' });
  });

  it('an own field that GIAV does not have stops the run before anything is written', async () => {
    const office = await run(() => Promise.resolve([{ id: 13, name: 'Alergias' }]));
    expect(office.work).toEqual([]);
    expect(await office.run('r1')).toMatchObject({
      status: 'failed',
      error: {
        kind: 'configuration',
        message: 'customFields.1.from: GIAV has no own field 12 of clients. It has: Alergias (13).',
      },
    });
  });

  it('a key that may not read the definitions still reads the values', async () => {
    const office = await run(() => Promise.reject(new RecordError('No se tiene acceso')));
    expect(await office.run('r1')).toMatchObject({ status: 'completed' });
  });
});
