import { createBody } from '../../lib/clientify/bodies';
import {
  mapExpediente,
  namesShowOffice,
  withClient,
  type DealMappingSettings,
} from '../../lib/sync/expediente-to-deal';
import { FIELDS } from '../../lib/sync/fields/table';
import { resolveStages } from '../../lib/sync/stages';
import { giavExpediente } from '../harness/giav-records';

const settings: DealMappingSettings = {
  stages: {
    pipelineUrl: 'pipeline',
    byGiavStage: new Map([[14, 'confirmed']]),
    fallbackUrl: 'first',
    closedUrl: null,
  },
  giavStages: [
    { id: 14, name: 'Confirmado' },
    { id: 15, name: 'Incidencia' },
  ],
  officePrefix: false,
  dealStartDate: { from: 'FechaCreacion', to: 'customField' },
  today: '2026-11-25',
};
const map = (
  fields: Parameters<typeof giavExpediente>[0],
  change: Partial<DealMappingSettings> = {},
) => mapExpediente(giavExpediente(fields), { ...settings, ...change });

describe('the office in the name of a deal', () => {
  it('is there or not as the settings say, and where they leave it open as the last full run did', () => {
    expect(namesShowOffice('always', false)).toBe(true);
    expect(namesShowOffice('never', true)).toBe(false);
    for (const open of ['auto', undefined] as const)
      expect([true, false, undefined].map((decided) => namesShowOffice(open, decided))).toEqual([
        true,
        false,
        false,
      ]);
  });
});

describe('an expediente as a deal', () => {
  it('becomes this, and nothing else', () => {
    const whole = map({
      titulo: 'Viaje a Roma',
      fechaHasta: '2026-12-31',
      fechaCreacion: '2026-02-11',
      idEntityStage: 14,
    });
    expect(whole).toEqual({
      unmapped: [],
      desired: {
        kind: 'deal',
        gesinturId: '90310',
        documento: '',
        fields: {
          name: '2600451',
          pipeline: 'pipeline',
          pipeline_stage: 'confirmed',
          expected_closed_date: '2026-12-31',
          remarks: 'Viaje a Roma',
        },
        emails: [],
        phones: [],
        address: null,
        customFields: { gesintur_expediente_id: '90310', gesintur_fecha_inicio: '2026-02-11' },
        tags: ['gesintur'],
        notes: [],
      },
    });
  });
  it('whose stage only stands in for one that is not mapped gives pipeline and stage to a new deal only', () => {
    expect(map({ idEntityStage: 15 }).desired.onlyNew).toEqual(['pipeline', 'pipeline_stage']);
    expect(map({ idEntityStage: 14 }).desired).not.toHaveProperty('onlyNew');
    const closedUrl = { stages: { ...settings.stages, closedUrl: 'closed' } };
    expect(map({ cerrado: true, idEntityStage: 15 }, closedUrl).desired).not.toHaveProperty(
      'onlyNew',
    );
  });
  it('that is cut is told by the name of GIAV’s field', () => {
    const notes = map({ codigo: '9'.repeat(300), titulo: 'x'.repeat(20_000) }).desired.notes;
    expect(notes.map(({ field }) => field)).toEqual(['Codigo', 'Titulo']);
  });
  it('each row of the table names the fields of GIAV that it reads', () => {
    expect(FIELDS.deal.map(({ giav, name }) => [name, giav])).toEqual([
      ['name', 'Codigo'],
      ['pipeline', 'IdEntityStage'],
      ['pipeline_stage', 'IdEntityStage, Cerrado'],
      ['expected_closed_date', 'FechaHasta'],
      ['remarks', 'Titulo'],
      ['created', 'FechaCreacion | FechaDesde'],
      ['gesintur_expediente_id', 'Id'],
      ['gesintur_fecha_inicio', 'FechaCreacion | FechaDesde'],
    ]);
  });
  it('is named by its number, by its office where that is wanted, by its id where it has none', () => {
    expect(map({}).desired.fields['name']).toBe('2600451');
    expect(map({}, { officePrefix: true }).desired.fields['name']).toBe('MAD-2600451');
    expect(map({ codigoOficina: '\u200b' }, { officePrefix: true }).desired.fields['name']).toBe(
      '2600451',
    );
    expect(map({ codigo: '&nbsp;' }).desired.fields['name']).toBe('90310');
  });
  it("the travel's end is the expected date while it lies ahead: a past one would make the deal expire at once", () => {
    const date = (fechaHasta: string | null) =>
      map({ fechaHasta }).desired.fields['expected_closed_date'];
    expect(date('2026-11-26')).toBe('2026-11-26');
    expect([date('2026-11-25'), date('2026-11-24'), date('2025-12-31'), date(null)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('the title is the remark when it is filled; a blank one says nothing', () => {
    expect(map({ titulo: ' Viaje a Roma ' }).desired.fields['remarks']).toBe('Viaje a Roma');
    expect(map({ titulo: '\u200b' }).desired.fields).not.toHaveProperty('remarks');
  });
  it('the state is the stage; one without a mapping gets the fallback and is counted', () => {
    expect(map({ idEntityStage: 14 })).toMatchObject({
      desired: { fields: { pipeline: 'pipeline', pipeline_stage: 'confirmed' } },
      unmapped: [],
    });
    expect(map({ idEntityStage: 15 })).toMatchObject({
      desired: { fields: { pipeline_stage: 'first' } },
      unmapped: ['UNMAPPED_STAGE:Incidencia'],
    });
    expect(map({ idEntityStage: 99 }).unmapped).toEqual(['UNMAPPED_STAGE:99']);
    expect(map({ idEntityStage: null }).unmapped).toEqual(['UNMAPPED_STAGE:(none)']);
  });
  it('a closed one has the stage of closed ones, where there is one', () => {
    const closedUrl = { stages: { ...settings.stages, closedUrl: 'closed' } };
    expect(
      map({ cerrado: true, idEntityStage: 14 }, closedUrl).desired.fields['pipeline_stage'],
    ).toBe('closed');
    expect(
      map({ cerrado: false, idEntityStage: 14 }, closedUrl).desired.fields['pipeline_stage'],
    ).toBe('confirmed');
    expect(map({ cerrado: true, idEntityStage: 14 }).desired.fields['pipeline_stage']).toBe(
      'confirmed',
    );
  });
  it('the start date is the one of the setting, in the custom field, and as creation date where that is wanted', () => {
    const dates = { fechaCreacion: '2026-02-11', fechaDesde: '2026-07-01' };
    expect(map(dates).desired).toMatchObject({
      customFields: { gesintur_fecha_inicio: '2026-02-11' },
    });
    expect(map(dates).desired.fields).not.toHaveProperty('created');
    const travel = map(dates, { dealStartDate: { from: 'FechaDesde', to: 'created' } }).desired;
    expect(travel).toMatchObject({
      fields: { created: '2026-07-01' },
      customFields: { gesintur_fecha_inicio: '2026-07-01' },
    });
    expect(map({ fechaCreacion: null }).desired.customFields['gesintur_fecha_inicio']).toBe('');
  });
  it('belongs to the contact or the company of its client', () => {
    const { desired } = map({});
    expect(
      createBody(withClient(desired, { kind: 'company', url: 'u' }), {
        now: new Date('2026-03-02T09:00:00Z'),
      }),
    ).toMatchObject({
      company: 'u',
    });
    expect(
      createBody(withClient(desired, { kind: 'company', url: 'u' }), {
        now: new Date('2026-03-02T09:00:00Z'),
      }),
    ).not.toHaveProperty('contact');
    expect(
      createBody(withClient(desired, { kind: 'contact', url: 'u' }), {
        now: new Date('2026-03-02T09:00:00Z'),
      }),
    ).toMatchObject({
      contact: 'u',
    });
  });
  it('states go to stages by the table, by id or name, else to the stage of the same name', () => {
    const pipeline = [
      { name: 'CONFIRMADO', url: 'confirmed' },
      { name: 'En curso', url: 'running' },
    ];
    expect([
      ...resolveStages(settings.giavStages, pipeline, { '15': 'en curso' }).byGiavStage,
    ]).toEqual([
      [14, 'confirmed'],
      [15, 'running'],
    ]);
    expect(
      [
        ...resolveStages(settings.giavStages, pipeline, { incidencia: 'Confirmado' }).byGiavStage,
      ][1],
    ).toEqual([15, 'confirmed']);
    expect(
      resolveStages(settings.giavStages, pipeline, { Otro: 'Nada' }).unknown.map(
        ({ side }) => side,
      ),
    ).toEqual(['giav', 'clientify']);
  });
});
