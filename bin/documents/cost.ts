/** List prices of eu-west-1, on demand, in USD, without the free tier (docs/cost.md says where and when they were read). */
export const PRICES = {
  gbSecond: 0.0000133334,
  millionInvocations: 0.2,
  millionReads: 0.1415,
  millionWrites: 0.705,
  /** A month, with point-in-time recovery. */
  gbStored: 0.283 + 0.226,
  millionStandard: 0.4,
  millionFifo: 0.5,
  alarm: 0.1,
  metric: 0.3,
  gbLogged: 0.57,
  /** A month, of what is kept of logs, before AWS compresses it. */
  gbLogKept: 0.03,
  secret: 0.4,
  tenThousandSecretReads: 0.05,
  millionHttp: 1.11,
  millionEvents: 1,
  millionTraces: 5,
} as const;

/** What the stack holds, with the console as without it, which a test compares with the template: while the way back is off, and on. */
export const STANDING = {
  off: { alarms: 17, secrets: 3, polledFifo: 2, polledStandard: 1 },
  on: { alarms: 24, secrets: 4, polledFifo: 2, polledStandard: 2 },
} as const;

/** Requests of a queue that is polled all month: five pollers, each for 20 seconds. */
const POLLS = 5 * 3 * 60 * 24 * 30;
const DAYS = 30;
const MODIFIED_RUNS = 6 * 24 * DAYS;
const SEARCHES = 12 * 24 * DAYS;

/** Counts of one of each: seconds times memory (GB), units of the table, requests of queues. */
const COUNTS = {
  /** 100 records of a full run, by the bench of 1,200,000 records; reads: a link for a client, two for an expediente. */
  page: { gbSeconds: 0.395, writes: 2.08 },
  /** A modified run that finds nothing: requests of the table by test/run/idle, seconds as they were measured when it made three times as many. */
  modified: { gbSeconds: 4, reads: 9, writes: 8, requests: 5 },
  /** A search for lost changes that finds nothing. */
  search: { gbSeconds: 0.25, reads: 8, writes: 1, requests: 4 },
  /** A record that changed in GIAV. */
  change: { gbSeconds: 0.1, reads: 12, writes: 9, requests: 4 },
  /** An edit on its way back. */
  edit: { gbSeconds: 2.5, reads: 12, writes: 13, requests: 5 },
} as const;

export interface Agency {
  readonly name: string;
  readonly clients: number;
  readonly expedientes: number;
  /** Records that change in GIAV, and edits in Clientify, on a day. */
  readonly changes: number;
  readonly edits: number;
  readonly wayBack: keyof typeof STANDING;
}

export const AGENCIES: readonly Agency[] = [
  {
    name: 'small, the way back off',
    clients: 2000,
    expedientes: 5000,
    changes: 10,
    edits: 0,
    wayBack: 'off',
  },
  {
    name: 'small, the way back on',
    clients: 2000,
    expedientes: 5000,
    changes: 10,
    edits: 5,
    wayBack: 'on',
  },
  { name: 'busy', clients: 20_000, expedientes: 60_000, changes: 400, edits: 100, wayBack: 'on' },
  {
    name: 'chain',
    clients: 200_000,
    expedientes: 1_000_000,
    changes: 4000,
    edits: 1000,
    wayBack: 'on',
  },
];

export interface Bill {
  readonly lines: readonly (readonly [string, number])[];
  readonly total: number;
}

const million = (count: number, price: number): number => (count / 1_000_000) * price;

/** For so long logs are kept (lib/stack/bundled-function.ts). */
const LOG_MONTHS = 3;

const gbLoggedOf = (invocations: number, pages: number, records: number): number =>
  (invocations * 2000 + pages * 500 + records * 1000) / 1e9;

/** What an agency could save at most in a month if lines of the level info were not kept at all, in USD. */
export function keptLogsOf(agency: Agency): number {
  const logs = billOf(agency).lines.find(([name]) => name === 'CloudWatch: logs')?.[1] ?? 0;
  const kept = LOG_MONTHS * PRICES.gbLogKept;
  return (logs * kept) / (PRICES.gbLogged + kept);
}

/** A month of an agency, line by line, in USD. */
// eslint-disable-next-line max-lines-per-function -- One list: the lines of the bill, below the counts that they are reckoned from.
export function billOf({ clients, expedientes, changes, edits, wayBack }: Agency): Bill {
  const { page, modified, search, change, edit } = COUNTS;
  const standing = STANDING[wayBack];
  const records = clients + expedientes;
  const pages = (DAYS * records) / 100;
  const searches = wayBack === 'on' ? SEARCHES : 0;
  const [changed, edited] = [DAYS * changes, DAYS * edits];
  const sum = (of: 'gbSeconds' | 'reads' | 'writes' | 'requests'): number =>
    MODIFIED_RUNS * modified[of] + searches * search[of] + changed * change[of] + edited * edit[of];
  const invocations = 2 * MODIFIED_RUNS + searches + changed / 5 + 2 * edited + DAYS * 10;
  const reads = sum('reads') + DAYS * (clients + 2 * expedientes);
  const writes = sum('writes') + page.writes * pages;
  // Metrics that are told every hour; those of rare events cost by the hour in which they are told.
  const metrics = wayBack === 'on' ? 4.1 : 2.1;
  const facts = 3 * (MODIFIED_RUNS + searches);
  const gbLogged = gbLoggedOf(invocations, pages, changed + edited);
  const lines: [string, number][] = [
    [
      'Lambda',
      (sum('gbSeconds') + page.gbSeconds * pages) * PRICES.gbSecond +
        million(invocations, PRICES.millionInvocations),
    ],
    ['DynamoDB: reads', million(reads, PRICES.millionReads)],
    ['DynamoDB: writes', million(writes, PRICES.millionWrites)],
    ['DynamoDB: storage with recovery (2 kB a record)', records * 2e-6 * PRICES.gbStored],
    [
      'SQS: idle polling',
      million(POLLS * standing.polledFifo, PRICES.millionFifo) +
        million(POLLS * standing.polledStandard, PRICES.millionStandard),
    ],
    ['SQS: messages', million(sum('requests'), PRICES.millionFifo)],
    ['CloudWatch: alarms', standing.alarms * PRICES.alarm],
    ['CloudWatch: metrics', metrics * PRICES.metric],
    ['CloudWatch: logs', gbLogged * (PRICES.gbLogged + LOG_MONTHS * PRICES.gbLogKept)],
    [
      'Secrets Manager',
      standing.secrets * PRICES.secret + (facts / 10_000) * PRICES.tenThousandSecretReads,
    ],
    [
      'API Gateway, EventBridge',
      million(edited, PRICES.millionHttp) +
        million(3 * MODIFIED_RUNS + pages + changed / 10, PRICES.millionEvents),
    ],
    ['X-Ray', million(invocations, PRICES.millionTraces)],
  ];
  return { lines, total: lines.reduce((total, [, usd]) => total + usd, 0) };
}

/** Calls in a second that the webhook lets through for as long as somebody makes them (lib/stack/webhook.ts). */
export const FLOOD_RATE = 25;
/** The same of the console (lib/stack/console.ts). */
export const CONSOLE_FLOOD_RATE = 20;

/** A day on which somebody calls the webhook without a secret, or the console without a session, as often as it lets through, in USD. */
export function floodOf(rate: number): number {
  const calls = rate * 86_400;
  const logged = (calls * 650) / 1e9;
  return (
    million(calls, PRICES.millionHttp) +
    million(calls, PRICES.millionInvocations) +
    calls * 0.004 * PRICES.gbSecond +
    logged * PRICES.gbLogged +
    // One in a second, and of the rest one in twenty.
    million(86_400 + 0.05 * calls, PRICES.millionTraces)
  );
}
