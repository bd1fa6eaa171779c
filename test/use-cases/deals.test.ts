import { MESSAGE_VERSION } from '../../lib/ports/messages';
import { refOf } from '../../lib/sync/target';
import { mapExpediente } from '../../lib/sync/expediente-to-deal';
import type { Expediente } from '../../lib/sync/records';
import type { Target } from '../../lib/sync/target';
import { giavExpediente } from '../harness/giav-records';
import { Agency } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { NIF } from '../ports/contact';

const url = (path: string): string => `https://api.example/v1/${path}/`;
const settings = {
  stages: {
    pipelineUrl: url('deals/pipelines/71'),
    byGiavStage: new Map([
      [1, url('deals/pipelines/stages/712')],
      [2, url('deals/pipelines/stages/713')],
    ]),
    fallbackUrl: url('deals/pipelines/stages/711'),
    closedUrl: null,
  },
  giavStages: [
    { id: 1, name: 'Confirmado' },
    { id: 2, name: 'Pagado' },
  ],
  officePrefix: false,
  dealStartDate: { from: 'FechaCreacion', to: 'customField' },
  today: '2026-03-01',
} as const;

/** An agency with one client in step, and its expediente as GIAV shows it from time to time. */
class Deals {
  private runs = 0;
  private constructor(readonly agency: Agency) {}

  static async start(): Promise<Deals> {
    const agency = new Agency();
    agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'Lucía', Apellidos: 'Ferrer' }));
    await agency.settle();
    return new Deals(agency);
  }

  get all(): Target[] {
    return [...this.agency.clientify.records.values()].filter(({ kind }) => kind === 'deal');
  }
  get only(): Target {
    const [deal, ...others] = this.all;
    if (deal === undefined || others.length > 0) throw new Error(`${this.all.length} deals`);
    return deal;
  }

  types(fields: Record<string, unknown>): void {
    const { only } = this;
    this.agency.clientify.store({ ...only, fields: { ...only.fields, ...fields } });
  }

  async run(expediente: Partial<Expediente>) {
    const { desired, unmapped } = mapExpediente(
      giavExpediente({ id: 900, idCliente: 7, idEntityStage: 1, ...expediente }),
      settings,
    );
    const byId = this.all.map(refOf).filter(({ gesinturId }) => gesinturId === '900');
    return this.agency.upsert({
      v: MESSAGE_VERSION,
      runId: `deals-${this.runs++}`,
      mode: 'full',
      page: 0,
      entity: 'expediente',
      id: '900',
      clientId: '7',
      desired,
      candidates: { byId, byDocument: [] },
      unmapped,
    });
  }
}

describe('remarks of a deal: "set at creation, later only replaced while it still equals what we wrote last and GIAV’s value changed"', () => {
  it('what a salesperson typed stays, although GIAV showed the same for a while', async () => {
    const deals = await Deals.start();
    await deals.run({ titulo: 'Roma' });
    deals.types({ remarks: 'Roma y Florencia' });
    await deals.run({ titulo: 'Roma y Florencia' });
    await deals.run({ titulo: 'Cancelado' });
    expect(deals.only.fields['remarks']).toBe('Roma y Florencia');
  });

  it('they follow GIAV also where Clientify stored ours cut', async () => {
    const deals = await Deals.start();
    const { clientify } = deals.agency;
    const store = clientify.store.bind(clientify);
    clientify.store = (target) =>
      store({
        ...target,
        fields: { ...target.fields, remarks: String(target.fields['remarks']).slice(0, 10) },
      });
    await deals.run({ titulo: 'Viaje a Roma y Florencia' });
    clientify.store = store;
    await deals.run({ titulo: 'Lisboa' });
    expect(deals.only.fields['remarks']).toBe('Lisboa');
  });
});

it('"One field … that cannot be written never holds back … another record": the stage of a deal follows GIAV, although its client’s record waits for a correction in Clientify', async () => {
  const deals = await Deals.start();
  const { agency } = deals;
  await deals.run({ idEntityStage: 1 });
  for (const record of [...agency.clientify.records.values()])
    if (record.kind === 'contact')
      agency.clientify.store({
        ...record,
        fields: { ...record.fields, taxpayer_identification_number: '12345678-Z' },
      });
  expect((await agency.run('full')).get('7')).toMatchObject({ reason: 'DOCUMENT_MISMATCH' });
  await deals.run({ idEntityStage: 2 });
  expect(deals.only.fields['pipeline_stage']).toBe(url('deals/pipelines/stages/713'));
});
