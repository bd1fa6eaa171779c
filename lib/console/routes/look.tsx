import type { Hono } from 'hono';
import { lastAnswerTimes } from '../../admin/answer-times';
import { pauseOf, readRunning, readToday } from '../../admin/today';
import { progressOf } from '../../admin/watch-run';
import type { Pages } from '../pages-of';
import { cursorIn } from '../cursor';
import { ActivityPage } from '../pages/activity';
import { ConnectionPage, type Health } from '../pages/connection';
import { AskedRunPage, AskedRunPart, RunNowPart, RunPage } from '../pages/run';
import { RunsPage } from '../pages/runs';
import { Running, TodayPage } from '../pages/today';
import { WorkPage, WorkPart, type WorkState } from '../pages/work';
import { BASE, paths } from '../paths';
import type { ConsolePorts } from '../ports';
import { page, part } from '../respond';
import { settingsHere } from '../settings-here';
import type { ConsoleEnv } from '../session/person';

/** Lines of one page of a list. */
const LINES = 25;
const ID = '/:id{[\\w-]{1,80}}';
const WORK = `${BASE}/trabajo${ID}` as const;

/** When a request or a run was made, as its id tells; null for one that does not. */
function madeAt(id: string): Date | null {
  const [, date = '', time = ''] = /^(\d{8})T(\d{6})Z-/.exec(id) ?? [];
  const iso = `${date.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')}T${time.replace(/(\d\d)(\d\d)(\d\d)/, '$1:$2:$3')}Z`;
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

function todayRoutes(app: Hono<ConsoleEnv>, { ports, viewOf }: Pages): void {
  const { state } = ports;
  app.get(paths.today, async (c) => {
    const view = viewOf(c);
    const { config, unfit } = await settingsHere(ports);
    const everyMinutes = ports.schedules ? config.modified.everyMinutes : 0;
    const today = await readToday(state, everyMinutes, view.now);
    return page(c, <TodayPage view={view} today={today} unfit={unfit} />);
  });
  app.get(`${paths.today}/vivo`, async (c) =>
    part(c, <Running view={viewOf(c)} now={await readRunning(state)} />),
  );
}

/** A run and how far it has come; null where there is none of that name. */
async function readRun({ state }: ConsolePorts, id: string) {
  const run = await state.runs.get(id);
  if (run === null) return null;
  const progress =
    run.status === 'running' ? progressOf(run, await state.runs.countDone(id)) : null;
  return { run, progress };
}

function runRoutes(app: Hono<ConsoleEnv>, { ports, viewOf, notFound }: Pages): void {
  app.get(paths.runs, async (c) => {
    const from = cursorIn(c);
    const { runs, next } = await ports.state.runs.latest(LINES, from);
    return page(
      c,
      <RunsPage view={viewOf(c)} runs={runs} next={next} isFirst={from === undefined} />,
    );
  });
  app.get(`${paths.runs}${ID}`, async (c) => {
    const id = c.req.param('id');
    const found = await readRun(ports, id);
    if (found !== null) return page(c, <RunPage view={viewOf(c)} {...found} />);
    return madeAt(id) === null ? notFound(c) : page(c, <AskedRunPage view={viewOf(c)} id={id} />);
  });
  app.get(`${paths.runs}${ID}/vivo`, async (c) => {
    const id = c.req.param('id');
    const found = await readRun(ports, id);
    if (found === null) return part(c, <AskedRunPart view={viewOf(c)} id={id} />);
    if (c.req.query('pedida') !== undefined) return part(c, <div data-reload=""></div>);
    return part(c, <RunNowPart view={viewOf(c)} {...found} />);
  });
}

/** How both systems have answered lately, and what is waited for. */
async function healthOf({ state }: ConsolePorts, now: Date): Promise<Health> {
  const [running, pause, watermark, reconciled, halted, heard, answers] = await Promise.all([
    readRunning(state),
    state.pauses.get(),
    state.watermarks.get(),
    state.reconciliations.since(),
    state.incidents.halted(),
    state.notes.lastHeard(),
    lastAnswerTimes(state.runs),
  ]);
  return {
    running,
    pause: pauseOf(pause, now),
    watermark: watermark?.since ?? null,
    reconciled: reconciled?.toISOString() ?? null,
    halted,
    heard,
    answers,
  };
}

function connectionRoutes(app: Hono<ConsoleEnv>, { ports, viewOf }: Pages): void {
  app.get(paths.connection, async (c) => {
    const view = viewOf(c);
    const [health, seen, { config }] = await Promise.all([
      healthOf(ports, view.now),
      ports.state.notes.lastSlots(),
      settingsHere(ports),
    ]);
    const slots = { url: ports.webhookUrl, seen };
    return page(c, <ConnectionPage view={view} health={health} config={config} slots={slots} />);
  });
  app.get(paths.activity, async (c) => {
    const from = cursorIn(c);
    const { lines, next } = await ports.activity.latest(LINES, from);
    return page(
      c,
      <ActivityPage view={viewOf(c)} lines={lines} next={next} isFirst={from === undefined} />,
    );
  });
}

/** What somebody asked for, and what became of it. */
function workRoutes(app: Hono<ConsoleEnv>, { ports, viewOf, notFound }: Pages): void {
  const workOf = async (id: string): Promise<WorkState> => ({
    id,
    askedAt: madeAt(id),
    answer: await ports.answers.get(id, ports.now()),
  });
  // Ids that nobody was given, and that nobody will answer.
  const isNone = ({ askedAt, answer }: WorkState): boolean => askedAt === null && answer === null;
  app.get(WORK, async (c) => {
    const work = await workOf(c.req.param('id'));
    return isNone(work) ? notFound(c) : page(c, <WorkPage view={viewOf(c)} state={work} />);
  });
  app.get(`${WORK}/vivo`, async (c) => {
    const work = await workOf(c.req.param('id'));
    return isNone(work) ? notFound(c) : part(c, <WorkPart view={viewOf(c)} state={work} />);
  });
}

/** Pages that show how things are. */
export function lookRoutes(app: Hono<ConsoleEnv>, pages: Pages): void {
  todayRoutes(app, pages);
  runRoutes(app, pages);
  connectionRoutes(app, pages);
  workRoutes(app, pages);
}
