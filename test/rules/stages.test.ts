import { mapExpediente } from '../../lib/sync/expediente-to-deal';
import { NO_MEMORY, StageFinder, resolveStages } from '../../lib/sync/stages';
import { forExisting } from '../../lib/sync/target';

const url = (id: number): string => `https://api.clientify.net/v1/deals/pipelines/stages/${id}/`;
const states = [
  { id: 11, name: 'Presupuestado' },
  { id: 12, name: 'Confirmado' },
];
const before = [
  { name: 'Presupuestado', url: url(720) },
  { name: 'Confirmado', url: url(721) },
];

const memory = (() => {
  const finder = new StageFinder(before, NO_MEMORY);
  const { byGiavStage } = resolveStages(states, before, {}, finder);
  return finder.memoryWith(byGiavStage);
})();

describe('a renamed or missing stage never moves deals', () => {
  it('a stage that was renamed in Clientify is still the stage of its state', () => {
    const now = [before[0], { name: 'OK del cliente', url: url(721) }] as typeof before;
    const finder = new StageFinder(now, memory);
    expect(resolveStages(states, now, {}, finder).byGiavStage.get(12)).toBe(url(721));
    expect(finder.renamed).toEqual([{ wanted: 'Confirmado', now: 'OK del cliente' }]);
  });

  it('a state that was renamed in GIAV keeps its stage', () => {
    const finder = new StageFinder(before, memory);
    expect(
      resolveStages([{ id: 12, name: 'Cerrada la venta' }], before, {}, finder).byGiavStage.get(12),
    ).toBe(url(721));
  });

  it('a stage named by the settings is known by its id once it was resolved, and unknown when it never was', () => {
    const first = new StageFinder(before, NO_MEMORY);
    const known = first.memoryWith(
      resolveStages(states, before, { Presupuestado: 'Confirmado' }, first).byGiavStage,
    );
    const now = [before[0], { name: 'Otra cosa', url: url(721) }] as typeof before;
    expect(
      resolveStages(states, now, { Presupuestado: 'Confirmado' }, new StageFinder(now, known)),
    ).toMatchObject({ unknown: [] });
    expect(
      resolveStages(states, now, { Presupuestado: 'Confirmado' }, new StageFinder(now, NO_MEMORY))
        .unknown,
    ).toHaveLength(1);
  });

  it('a new stage with the old name counts before the one that was renamed', () => {
    const now = [
      { name: 'Confirmado', url: url(730) },
      { name: 'Vieja', url: url(721) },
    ];
    expect(resolveStages(states, now, {}, new StageFinder(now, memory)).byGiavStage.get(12)).toBe(
      url(730),
    );
  });

  it('stages that took over each other’s names keep their states: nobody made a new one', () => {
    const swapped = [
      { name: 'Confirmado', url: url(720) },
      { name: 'Presupuestado', url: url(721) },
    ];
    const finder = new StageFinder(swapped, memory);
    const { byGiavStage } = resolveStages(states, swapped, {}, finder);
    expect([...byGiavStage]).toEqual([
      [11, url(720)],
      [12, url(721)],
    ]);
    expect(finder.renamed).toHaveLength(2);
    // What is remembered of it moves nothing in the next run, either.
    const next = new StageFinder(swapped, finder.memoryWith(byGiavStage));
    expect([...resolveStages(states, swapped, {}, next).byGiavStage]).toEqual([...byGiavStage]);
  });

  it('a stage that was deleted leaves its state without one', () => {
    const now = [before[0]] as typeof before;
    expect(resolveStages(states, now, {}, new StageFinder(now, memory)).byGiavStage.has(12)).toBe(
      false,
    );
  });

  it('of several stages with one name it is the one that it was; a new namesake moves no deal', () => {
    const now = [
      { name: 'confirmado', url: url(729) },
      { name: 'Confirmado', url: url(721) },
    ];
    const finder = new StageFinder(now, memory);
    expect(finder.named('CONFIRMADO')).toBe(url(721));
    expect(finder.renamed).toEqual([]);
    // Nobody knows which it was: the first, as Clientify lists them.
    expect(new StageFinder(now).named('Confirmado')).toBe(url(729));
  });

  it('a rename is told once, however often the stage is asked for', () => {
    const now = [{ name: 'OK del cliente', url: url(721) }];
    const finder = new StageFinder(now, memory);
    expect([finder.named('Confirmado'), finder.named('Confirmado')]).toEqual([url(721), url(721)]);
    expect(finder.ofState({ id: 12, name: 'Confirmado' })).toBe(url(721));
    expect(finder.ofState({ id: 12, name: 'Vendido' })).toBe(url(721));
    expect(finder.renamed).toEqual([
      { wanted: 'Confirmado', now: 'OK del cliente' },
      { wanted: 'Vendido', now: 'OK del cliente' },
    ]);
  });

  it('what is remembered are ids, by the folded name and by the state; what is not asked for stays as it was', () => {
    expect(memory).toEqual({
      byName: { presupuestado: '720', confirmado: '721' },
      byState: { '11': '720', '12': '721' },
    });
    const finder = new StageFinder([{ name: 'Perdido', url: url(722) }], memory);
    finder.named('PERDIDO');
    expect(finder.memoryWith(new Map([[13, url(722)]]))).toEqual({
      byName: { ...memory.byName, perdido: '722' },
      byState: { ...memory.byState, '13': '722' },
    });
    // A name that finds nothing leaves nothing behind.
    expect(finder.named('Nada')).toBeUndefined();
    expect(finder.memoryWith(new Map()).byName).not.toHaveProperty('nada');
  });

  it('an address without an id is its own', () => {
    const odd = [{ name: 'Uno', url: 'stage:uno' }];
    const finder = new StageFinder(odd);
    finder.named('Uno');
    const known = finder.memoryWith(new Map([[1, 'stage:uno']]));
    expect(known).toEqual({ byName: { uno: 'stage:uno' }, byState: { '1': 'stage:uno' } });
    expect(new StageFinder([{ name: 'Dos', url: 'stage:uno' }], known).named('uno')).toBe(
      'stage:uno',
    );
  });
});

describe('the setting stages', () => {
  const table = { '11': 'Confirmado', CONFIRMADO: 'Presupuestado' };
  it('goes by the id of a state, or by its name, before any stage of the same name', () => {
    const { byGiavStage, unknown } = resolveStages(states, before, table);
    expect([...byGiavStage]).toEqual([
      [11, url(721)],
      [12, url(720)],
    ]);
    expect(unknown).toEqual([]);
  });

  it('the id counts before the name', () => {
    const both = { '11': 'Confirmado', presupuestado: 'Presupuestado' };
    expect(resolveStages(states, before, both).byGiavStage.get(11)).toBe(url(721));
  });

  it('an entry that GIAV, or the pipeline, does not know is named with both its words', () => {
    expect(
      resolveStages(states, before, { '99': 'Confirmado', Presupuestado: 'Nada' }).unknown,
    ).toEqual([
      { side: 'giav', key: '99', name: 'Confirmado' },
      { side: 'clientify', key: 'Presupuestado', name: 'Nada' },
    ]);
  });

  it('a state whose stage the setting names wrongly gets none, not the one of the same name', () => {
    const { byGiavStage } = resolveStages(states, before, { Confirmado: 'Nada' });
    expect([...byGiavStage.keys()]).toEqual([11]);
  });
});

describe('a state without a stage', () => {
  it('gets the fallback in a new deal; existing ones stay where they are', () => {
    const expediente = {
      id: 1,
      idCliente: 2,
      codigo: '26001',
      cerrado: false,
      codigoOficina: 'MAD',
      fechaCreacion: '2026-02-11',
      fechaDesde: null,
      fechaHasta: null,
      titulo: '',
      idEntityStage: 99,
    };
    const stages = {
      pipelineUrl: 'https://x/v1/deals/pipelines/72/',
      byGiavStage: new Map(),
      fallbackUrl: url(720),
      closedUrl: null,
    };
    const settings = {
      stages,
      today: '2026-03-02',
      giavStages: states,
      officePrefix: false,
      dealStartDate: { from: 'FechaCreacion', to: 'created' } as const,
    };
    const { desired, unmapped } = mapExpediente(expediente, settings);
    expect(desired.fields).toMatchObject({
      pipeline_stage: url(720),
      pipeline: stages.pipelineUrl,
    });
    expect(Object.keys(forExisting(desired).fields)).not.toEqual(
      expect.arrayContaining(['pipeline_stage']),
    );
    expect(forExisting(desired).fields).toMatchObject({ name: '26001', created: '2026-02-11' });
    expect(unmapped).toEqual(['UNMAPPED_STAGE:99']);
  });
});
