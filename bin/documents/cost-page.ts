import {
  AGENCIES,
  CONSOLE_FLOOD_RATE,
  FLOOD_RATE,
  PRICES,
  billOf,
  floodOf,
  keptLogsOf,
  type Agency,
} from './cost';
import { table } from './markdown';

const usd = (value: number): string => value.toFixed(2);

/** What each agency is like, and what it pays for in a month, line by line. */
function billsTable(): readonly string[] {
  const bills = AGENCIES.map(billOf);
  const names = bills[0]?.lines.map(([name]) => name) ?? [];
  const rows = names.map((name, at) => [
    name,
    ...bills.map(({ lines }) => usd(lines[at]?.[1] ?? 0)),
  ]);
  return table(
    ['', ...AGENCIES.map(({ name }) => name)],
    [
      ['clients', ...AGENCIES.map(({ clients }) => String(clients))],
      ['expedientes', ...AGENCIES.map(({ expedientes }) => String(expedientes))],
      ['changes in GIAV a day', ...AGENCIES.map(({ changes }) => String(changes))],
      ['edits in Clientify a day', ...AGENCIES.map(({ edits }) => String(edits))],
      ...rows,
      ['**all**', ...bills.map(({ total }) => `**${usd(total)}**`)],
    ],
  );
}

/** docs/cost.md: what an agency pays AWS, reckoned from counts and prices. */
export function costPage(): string {
  const [small, chain] = [AGENCIES[0], AGENCIES.at(-1)] as [Agency, Agency];
  return [
    '# What it costs',
    '',
    'Made by `npm run docs` of `bin/documents/cost.ts`; a test fails when it is stale, or when a goal is missed. Counts: a full run by the bench of 1,200,000 records ([bench/RESULTS.md](../bench/RESULTS.md)), idle runs, searches, changes and edits by the simulation, call by call; how long a call takes is an assumption (GIAV 300 ms a page, Clientify 100 ms). Prices of eu-west-1 on demand, in USD, without tax and without the free tier, read in November 2026 on AWS’s pages and in overviews of this year: look up today’s.',
    '',
    'A month of a full run each day, a modified run every ten minutes, and, while the way back is on, a search for lost changes every five.',
    '',
    ...billsTable(),
    '',
    'What to know:',
    '',
    '- The free tier of an account takes off ten alarms, ten metrics, three dashboards, a million requests of SQS and of Lambda, 5 GB of logs and 100,000 traces: a small agency alone in its account then pays for its secrets. From the fourth dashboard of an account on, each costs 3.00.',
    '- Most of it is watching and waiting, not syncing: alarms, secrets and the polling of idle queues are the same for every size. What no alarm looks at is no metric but a line of the log ([events.md](events.md)); there is no key of KMS.',
    `- A flood of calls without the secret: the webhook lets ${FLOOD_RATE} in a second through, and a burst of 1,000. A whole day of it costs **${usd(floodOf(FLOOD_RATE))}** (HTTP API ${PRICES.millionHttp} a million calls, Lambda, logs, traces), and \`WebhookRefuses\` tells it within ten minutes. Calls that are throttled are not counted here: whether AWS bills them for an HTTP API is not written down. Calls of Clientify that are refused meanwhile are found by the next search.`,
    `- A flood of the console by people without a session: ${CONSOLE_FLOOD_RATE} in a second, a whole day **${usd(floodOf(CONSOLE_FLOOD_RATE))}**. No alarm of ours tells it: a budget of the account does (AWS Budgets). Without a console there is no such address.`,
    '- The console is in the table, and adds nothing but its calls, for one person as for twenty: it has no secret of its own, and no alarm, since who looks at a page sees that it breaks; a thousand pages cost less than 0.01. Cognito’s plan Essentials, which the managed login needs, is free for 10,000 people a month and 0.015 for each one above. E-mails of invitations are Cognito’s own: 50 a day, free.',
    `- The table is without the daily letter, which exists where the parameter \`DigestEmail\` names somebody: an alarm (${PRICES.alarm.toFixed(2)}), and less than 0.01 for its function; of the e-mails of SNS the first thousand of a month are free.`,
    `- Logs are kept for 90 days, whatever their level. To keep lines of the level info for a shorter time than errors would save ${usd(keptLogsOf(small))} a month for a small agency and ${usd(keptLogsOf(chain))} for a chain, at the most (AWS compresses them, and counts what is left): what logs cost is to be taken in (${PRICES.gbLogged} a GB), once, however long they are kept. A retention belongs to a log group and not to a level, so a second group would have to be filled by a copy, which is taken in again, or by calls of our own. Nothing that must last hangs on them: failures, decisions, incidents and the lines of the audit are in the table, for as long as [data-map.md](data-map.md) says.`,
    '- The first full run writes every record once: about 10 write units each, less than 0.01 per 1,000 records.',
    '- At 1,000,000 records a full run takes more than an hour of GIAV at two calls in parallel. Think of a weekly one (`full.cron`): the sweep of modified runs finds what dates do not show.',
    '',
  ].join('\n');
}
