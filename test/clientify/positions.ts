import type { ClientifySwitches } from '../../simulators/clientify/switches';

export type Position = readonly [name: string, switches: Partial<ClientifySwitches>];
type Positions = {
  readonly [Name in keyof ClientifySwitches]?: readonly ClientifySwitches[Name][];
};

/** Every position of every switch that a record's way depends on; the first of each line is the default. */
const POSITIONS: Positions = {
  patch: [true, false],
  nextHost: ['other', 'own'],
  defaultPageSize: [20, 100],
  shortPages: [7, 0],
  shortFirstPage: [99, 0],
  emptyRemarks: ['all', 'deals'],
  cfFilter: [true, false],
  documentBy: ['query', 'filter', 'neither', 'normalised'],
  timeFilters: [true, false],
  dealFilters: [true, false],
  knownEmail: ['overwritten', 'unchanged', 'new'],
  forceInsert: [false, true],
  sharedEmail: ['taken', 'refused'],
  ignoredOnUpdate: [['emails', 'phones', 'addresses', 'websites'], ['phones'], []],
  tagsOnUpdate: ['add', 'replace'],
  dealTagsDropped: ['body', 'no', 'always'],
  undefinedField: ['refuse', 'ignore', 'create'],
  customFieldsOnWrite: ['merge', 'replace'],
  emptyCustomField: ['keeps', 'refuse'],
  createdTaken: ['never', 'create', 'always'],
  unsubscribedWritable: [true, false],
  lowerCaseTags: [true, false],
  language: ['es', 'en'],
  postIgnoresPipeline: [true, false],
  patchNeedsPipeline: [true, false],
};

const each = (positions: Positions): Position[] =>
  Object.entries(positions).flatMap(([name, values]) =>
    (values as readonly unknown[]).map((value): Position => [
      `${name} = ${JSON.stringify(value)}`,
      { [name]: value },
    ]),
  );
export const singles = each(POSITIONS);
export const worst: Position = [
  'all of them against us',
  {
    shortPages: 7,
    shortFirstPage: 99,
    cfFilter: false,
    documentBy: 'neither',
    timeFilters: false,
    dealFilters: false,
    forceInsert: false,
    sharedEmail: 'refused',
    customFieldsOnWrite: 'replace',
    emptyCustomField: 'refuse',
    unsubscribedWritable: false,
    patch: false,
    language: 'en',
  },
];

/** What only whole flows depend on: how webhooks come, and what is refused. */
const FLOW_POSITIONS: Positions = {
  duplicateConflict: [false, true],
  statusByPatch: ['ignored', 'taken', 'refused'],
  closing: [true, false],
  unknownStage: ['refuse', 'ignore'],
  hooks: ['once', 'twice', 'shuffled', 'never'],
  hookFirst: [false, true],
  echo: [false, true],
  deletedShows: ['record', 'id'],
};
const ALL: Positions = { ...POSITIONS, ...FLOW_POSITIONS };

/** Every position but the defaults, which are one position together. */
export const others: readonly Position[] = Object.entries(ALL).flatMap(([name, values]) =>
  each({ [name]: (values as readonly never[]).slice(1) }),
);

/** Numbers that look random, the same ones in every build (Lehmer's generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

/**
 * Positions of all switches at once, the same ones in every build. Each switch takes its positions equally often, in an
 * order of its own: four mixtures or more hold every position, eight most pairs of them.
 */
export function mixtures(count: number): Position[] {
  const columns = Object.entries(ALL).map(([name, values], at) => {
    const random = numbers(at + 1);
    const column: unknown[] = Array.from(
      { length: count },
      (_, row) => values[row % values.length],
    );
    for (let row = count - 1; row > 0; row -= 1) {
      const other = random(row + 1);
      [column[row], column[other]] = [column[other], column[row]];
    }
    return [name, column] as const;
  });
  return Array.from({ length: count }, (_, row): Position => [
    `mixture ${row + 1}`,
    Object.fromEntries(columns.map(([name, column]) => [name, column[row]])),
  ]);
}
