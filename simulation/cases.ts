import { historyOf } from './history';
import type { LifeOptions } from './life';
import { Random } from './time/random';

/** Days on which the clocks change, and one on which they do not. */
const STARTS = ['2026-03-28T12:00:00Z', '2026-06-10T04:00:00Z', '2026-10-24T09:00:00Z'];
const HOOKS = ['once', 'once', 'twice', 'shuffled', 'never'] as const;

export interface CaseOptions {
  readonly clients: number;
  readonly days: number;
  /** Without people, orders and troubles. */
  readonly calm?: boolean;
}

/** What some agencies choose besides. By numbers of their own, so that all else of a seed stays what it was. */
const chosenOf = (random: Random): object =>
  random.chance(0.5)
    ? {}
    : {
        customFields: [
          { from: 'Codigo', to: 'numero_cliente', on: 'client' },
          { from: 'Agente', to: 'agente', on: 'expediente' },
          { from: 'Oficina', to: 'oficina', on: 'expediente' },
        ],
        deals: {
          amount: 'sales',
          pending: random.pick(['none', 'customField']),
          owner: random.pick(['none', 'agent']),
          close: random.chance(0.5) ? { won: ['Finalizado'] } : {},
        },
      };

const settingsOf = (random: Random): object => ({
  writeBack: {
    mode: random.pick(['on', 'on', 'on', 'on', 'on', 'dry-run', 'off']),
    acknowledgeUnreadable: true,
    winner: random.pick(['giav', 'clientify']),
    clears: random.pick(['never', 'always']),
    reconcileMinutes: random.pick([5, 15, 60]),
  },
  modified: { everyMinutes: random.pick([10, 30, 60]) },
});

/** The agency, its settings, both systems' habits and the history of a seed, in the order of its dice. */
export function caseOf(seed: number, { clients, days, calm = false }: CaseOptions): LifeOptions {
  const random = new Random(seed).fork('case');
  const settings = { ...settingsOf(random), ...chosenOf(new Random(seed).fork('chosen')) };
  return {
    seed,
    clients,
    days,
    start: random.pick(STARTS),
    slowness: random.pick([1, 1, 1, 5, 20]),
    settings: JSON.stringify(settings),
    habits: {
      unseenMs: random.pick([0, 0, 20_000]),
      newestLast: random.chance(0.3),
      trimsTexts: random.chance(0.2),
      plainDocumentos: random.chance(0.2),
      stageMovesDate: random.chance(0.7),
    },
    switches: {
      hooks: random.pick(HOOKS),
      patch: random.chance(0.7),
      documentBy: random.pick(['query', 'filter', 'neither', 'normalised']),
      echo: random.chance(0.3),
      shortPages: random.pick([0, 0, 1]),
      deletedShows: random.pick(['record', 'id']),
      tagsOnUpdate: random.pick(['add', 'replace']),
      sharedEmail: random.pick(['taken', 'refused']),
      knownEmail: random.pick(['overwritten', 'unchanged', 'new']),
      timeFilters: random.chance(0.8),
    },
    steps: calm
      ? []
      : historyOf(random.fork('history'), { days, deeds: 30, orders: 2, troubles: 8 }),
  };
}
