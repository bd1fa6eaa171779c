import type { SyncConfig } from '../config/schema';
import type { Giav } from '../ports/giav';
import type { Log } from '../ports/log';
import type { Progress, Run } from '../ports/run';
import { PAGE_SIZE, pageIndexOf } from '../sync/paging';
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
 * Of those that came another way GIAV is asked whether the filter shows them; that question may fail without harm.
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
  try {
    const answer = await giav.searchExpedientes(
      { pageSize: PAGE_SIZE, pageIndex: pageIndexOf(config.giav.pageIndex, 0, 0) },
      {
        idsExpediente: stateChanged.map(Number),
        modifiedSince: sinceText(new Date(changedSince), config.giav.dateTimeFormat),
      },
    );
    const seen = new Set(idsOf(answer).map(String));
    const shown = stateChanged.filter((id) => seen.has(id)).length;
    const missed = stateChanged.length - shown;
    return {
      openExpedientes: {
        ...known,
        open,
        asked: asked + 1,
        shown: known.shown + shown,
        missed: known.missed + missed,
      },
    };
  } catch {
    log.info('whether the date filter shows a new state could not be asked', { runId: run.id });
    return { openExpedientes: { ...known, open, asked: asked + 1 } };
  }
}
