export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** All keys of the table, in one place. */
export const keys = {
  /** A run that waits for its turn. */
  due: (mode: string): Key => ({ pk: 'DUE', sk: mode }),
  lease: (): Key => ({ pk: 'LEASE', sk: 'RUN' }),
  run: (runId: string): Key => ({ pk: `RUN#${runId}`, sk: 'RUN' }),
  page: (runId: string, entity: string, page: number): Key => ({
    pk: `RUN#${runId}`,
    sk: `PAGE#${entity}#${String(page).padStart(6, '0')}`,
  }),
  /** Which pages of a list are done, some pages each. */
  donePages: (runId: string, entity: string, bucket: number): Key => ({
    pk: `RUN#${runId}`,
    sk: `DONE#${entity}#${String(bucket).padStart(6, '0')}`,
  }),
  /** Some pages of a list of Clientify that a run has read. */
  indexPart: (runId: string, kind: string, number: number): Key => ({
    pk: `INDEX#${runId}`,
    sk: `${kind}#${String(number).padStart(6, '0')}`,
  }),
  /** What the key of a run's index is made with: without it the parts are noise. */
  indexSalt: (runId: string): Key => ({ pk: `INDEX#${runId}`, sk: 'SALT' }),
  runEntry: (startedAt: string, runId: string): Key => ({
    pk: 'RUNS',
    sk: `${startedAt}#${runId}`,
  }),
  /** The full run that was completed last. */
  lastFull: (): Key => ({ pk: 'RUN_LAST', sk: 'FULL' }),
  link: (entity: string, id: string): Key => ({ pk: `LINK#${entity}#${id}`, sk: 'LINK' }),
  clientOf: (kind: string, clientifyId: string): Key => ({
    pk: `CLIENT_OF#${kind}#${clientifyId}`,
    sk: 'CLIENT_OF',
  }),
  claim: (kind: string, documentoKey: string): Key => ({
    pk: `CLAIM#${kind}#${documentoKey}`,
    sk: 'CLAIM',
  }),
  /** Clients that were refused because another one has the Documento. */
  refusedClaims: (kind: string, documentoKey: string): Key => ({
    pk: `CLAIM#${kind}#${documentoKey}`,
    sk: 'REFUSED',
  }),
  watermark: (): Key => ({ pk: 'WATERMARK', sk: 'RUN' }),
  reconciled: (): Key => ({ pk: 'WATERMARK', sk: 'RECONCILE' }),
  audit: (at: string, what: string): Key => ({ pk: 'AUDIT', sk: `${at}#${what}` }),
  /** One for each client whose damage halts the way back; the first version had a single one without a client. */
  halt: (clientId: string): Key => ({ pk: 'HALT', sk: `WRITE_BACK#${clientId}` }),
  hourlyWrites: (): Key => ({ pk: 'WRITE_BACK', sk: 'HOUR' }),
  unverified: (clientId: string): Key => ({ pk: 'UNVERIFIED', sk: clientId }),
  incident: (at: string, clientId: string): Key => ({ pk: 'INCIDENT', sk: `${at}#${clientId}` }),
  sample: (at: string): Key => ({ pk: 'SAMPLE', sk: at }),
  traits: (): Key => ({ pk: 'ACCOUNT', sk: 'TRAITS' }),
  /** What the account calls a status code. */
  statusLabel: (code: string): Key => ({ pk: 'STATUS_LABEL', sk: code }),
  /** What a filter of Clientify's lists was seen to do. */
  filterProof: (kind: string, filter: string, form: string): Key => ({
    pk: 'FILTER_PROOF',
    sk: `${kind}#${filter}#${form}`,
  }),
  accountSetup: (): Key => ({ pk: 'ACCOUNT', sk: 'SETUP' }),
  email: (key: string): Key => ({ pk: `EMAIL#${key}`, sk: 'EMAIL' }),
  pause: (system: string): Key => ({ pk: 'PAUSE', sk: system }),
  failure: (entity: string, id: string): Key => ({ pk: 'FAILED', sk: `${entity}#${id}` }),
  /** The failed list once more, by reason and age. */
  failedBy: (order: string): Key => ({ pk: 'FAILED_BY', sk: order }),
  /** What runs did on one day. */
  day: (date: string): Key => ({ pk: 'DAY', sk: date }),
  /** The day of the last letter. */
  letter: (): Key => ({ pk: 'LETTER', sk: 'DAY' }),
  /** When a webhook last came. */
  heard: (): Key => ({ pk: 'HEARD', sk: 'WEBHOOK' }),
  slots: (): Key => ({ pk: 'HEARD', sk: 'SLOTS' }),
  /** What came of a piece of work that somebody asked for. */
  asked: (id: string): Key => ({ pk: `ASKED#${id}`, sk: 'ASKED' }),
  pending: (what: string, id: string): Key => ({ pk: 'PENDING', sk: `${what}#${id}` }),
  /** What people have changed of the settings, as it counts … */
  settings: (): Key => ({ pk: 'SETTINGS', sk: 'CURRENT' }),
  /** … and as it was before. */
  settingsVersion: (version: number): Key => ({
    pk: 'SETTINGS',
    sk: `VERSION#${String(version).padStart(9, '0')}`,
  }),
  /** By a hash of its cookie. A partition each: the console's role may write to those that begin so. */
  session: (key: string): Key => ({ pk: `SESSION#${key}`, sk: 'SESSION' }),
  decision: (entity: string, id: string, at: string, runId: string): Key => ({
    pk: `DECISION#${entity}#${id}`,
    sk: `${at}#${runId}`,
  }),
} as const;
