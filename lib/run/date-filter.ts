import type { SyncConfig } from '../config/schema';
import type { Giav } from '../ports/giav';
import type { Log } from '../ports/log';
import type { Progress, Run } from '../ports/run';
import { FUTURE_MS } from '../sync/budget';
import { firstPageOf } from '../sync/paging';
import { sinceText } from '../sync/watermark';
import type { PlannedPage } from './planned-page';
import { idsOf } from './read-pages';
import type { PagedList } from './list-kinds';

export interface DateFilterPorts {
  readonly giav: Pick<Giav, 'searchExpedientes'>;
  readonly config: Pick<SyncConfig, 'giav'>;
  readonly log: Log;
}

/** Questions of one run: a change of many states at once is told by the first few pages of them. */
const MOST_QUESTIONS = 5;

/**
 * What a page tells of GIAV's date filter (see sync/open-expedientes): state changes that came through it count for it.
 * Of those that came another way GIAV is asked whether the filter shows them. A question without an answer stops no run, and
 * counts against the filter: what nobody saw proves nothing.
 */
export async function heedDateFilter(
  { giav, config, log }: DateFilterPorts,
  run: Run,
  planned: Pick<PlannedPage, 'open' | 'stateChanged'>,
  tells: PagedList<unknown>['tells'],
): Promise<Progress> {
  const known = run.openExpedientes;
  if (!known || tells === undefined) return {};
  const open = known.open === null ? null : known.open + planned.open;
  const { stateChanged } = planned;
  if (tells === 'shown by the filter')
    return { openExpedientes: { ...known, open, shown: known.shown + stateChanged.length } };
  const { changedSince, asked } = known;
  if (stateChanged.length === 0 || changedSince === null || asked >= MOST_QUESTIONS)
    return { openExpedientes: { ...known, open } };
  const shown = await shownBy({ giav, config, log }, run, stateChanged, changedSince);
  return {
    openExpedientes: {
      ...known,
      open,
      asked: asked + 1,
      shown: known.shown + shown,
      missed: known.missed + stateChanged.length - shown,
    },
  };
}

/**
 * How many of them the filter shows since that moment; none where GIAV does not answer. What it shows of the future as well
 * was found by its id alone: the filter had no part in it.
 */
async function shownBy(
  { giav, config, log }: DateFilterPorts,
  run: Run,
  ids: readonly string[],
  changedSince: string,
): Promise<number> {
  const { pageIndex, dateTimeFormat } = config.giav;
  const ask = async (modifiedSince: Date): Promise<ReadonlySet<string>> => {
    const answer = await giav.searchExpedientes(firstPageOf(pageIndex), {
      idsExpediente: ids.map(Number),
      modifiedSince: sinceText(modifiedSince, dateTimeFormat),
    });
    return new Set(idsOf(answer).map(String));
  };
  try {
    const since = await ask(new Date(changedSince));
    if (since.size === 0) return 0;
    const ahead = await ask(new Date(Date.parse(run.readFrom ?? '') + FUTURE_MS));
    return ids.filter((id) => since.has(id) && !ahead.has(id)).length;
  } catch {
    log.info('whether the date filter shows a new state could not be asked', { runId: run.id });
    return 0;
  }
}
