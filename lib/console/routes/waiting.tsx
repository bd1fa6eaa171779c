import type { Context, Hono } from 'hono';
import { readWaiting, type WaitingList } from '../../admin/waiting';
import { readWaitingRows, type WaitingRow } from '../../admin/waiting-rows';
import type { Pages } from '../pages-of';
import { csvOf } from '../csv';
import { cursorIn } from '../cursor';
import { WaitingGroupPage } from '../pages/waiting-group';
import { WaitingPage } from '../pages/waiting';
import { listOf, paths } from '../paths';
import type { ConsoleState } from '../ports';
import { page } from '../respond';
import type { ConsoleEnv } from '../session/person';

/** Rows of one page of a list. */
const ROWS = 25;
/** Rows of one file, and of one request for some of them. */
const MOST_IN_FILE = 5000;
const FILE_PART = 250;

interface Named {
  readonly list: WaitingList;
  readonly reason: string;
}

/** The group that an address names. */
function groupIn(c: Context<ConsoleEnv>): Named | null {
  const list = listOf(c.req.param('list') ?? '');
  const reason = c.req.param('reason') ?? '';
  return list === undefined || !/^[A-Z_]{1,60}$/.test(reason) ? null : { list, reason };
}

/** As many rows as a file holds, and whether there are others. */
async function rowsOfFile(
  state: ConsoleState,
  group: Named,
  now: Date,
): Promise<{ readonly rows: readonly WaitingRow[]; readonly more: boolean }> {
  const rows: WaitingRow[] = [];
  let after: string | undefined;
  do {
    const some = await readWaitingRows(state, group, FILE_PART, now, after);
    rows.push(...some.rows);
    after = some.next ?? undefined;
  } while (after !== undefined && rows.length < MOST_IN_FILE);
  const more =
    after !== undefined && (await readWaitingRows(state, group, 1, now, after)).rows.length > 0;
  return { rows, more };
}

/** Pages of what waits for a person. */
export function waitingRoutes(app: Hono<ConsoleEnv>, { ports, viewOf, notFound }: Pages): void {
  const { state } = ports;

  app.get(paths.waiting, async (c) =>
    page(
      c,
      <WaitingPage
        view={viewOf(c)}
        groups={await readWaiting(state)}
        only={listOf(c.req.query('ver') ?? '')}
      />,
    ),
  );
  app.get(`${paths.waiting}/:list/:reason`, async (c) => {
    const group = groupIn(c);
    if (group === null) return notFound(c);
    const view = viewOf(c);
    const from = cursorIn(c);
    const rows = await readWaitingRows(state, group, ROWS, view.now, from);
    return page(
      c,
      <WaitingGroupPage view={view} {...group} page={rows} isFirst={from === undefined} />,
    );
  });
  app.get(`${paths.waiting}/:list/:reason/registros.csv`, async (c) => {
    const group = groupIn(c);
    if (group === null) return notFound(c);
    const view = viewOf(c);
    const { rows, more } = await rowsOfFile(state, group, view.now);
    return c.body(csvOf(rows, group.reason, view, more), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${group.reason}.csv"`,
    });
  });
}
