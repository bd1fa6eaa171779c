import type { Run } from '../ports/run';
import type { Calls } from '../ports/calls';
import { SLOW } from '../sync/budget';

/** How long a system took to answer a call of a run, on average, in milliseconds. */
export interface AnswerTime {
  readonly ms: number;
  /** Longer than usual: runs take their time, and nothing else is wrong. */
  readonly isSlow: boolean;
}
export interface AnswerTimes {
  readonly giav: AnswerTime | null;
  readonly clientify: AnswerTime | null;
}

const timeOf = (calls: number, ms: number, slowMs: number): AnswerTime | null =>
  calls === 0 || ms === 0 ? null : { ms: ms / calls, isSlow: ms / calls >= slowMs };

/** null of a system that the run did not call, or whose answers nobody timed: a run of an older version. */
export function answerTimes(run: Pick<Run, `calls_${keyof Calls}`>): AnswerTimes {
  const clientify =
    run.calls_GET + run.calls_POST + run.calls_PUT + run.calls_PATCH + run.calls_DELETE;
  return {
    giav: timeOf(run.calls_giav, run.calls_giavMs, SLOW.giavMs),
    clientify: timeOf(clientify, run.calls_clientifyMs, SLOW.clientifyMs),
  };
}

const NEVER: AnswerTimes = { giav: null, clientify: null };
/** So many runs are looked at: those that were refused or had nothing to do called nobody. */
const LOOKED_AT = 5;

/** Of the last run that called anybody. */
export async function lastAnswerTimes(runs: {
  latest(limit: number): Promise<{ readonly runs: readonly Run[] }>;
}): Promise<AnswerTimes> {
  const latest = await runs.latest(LOOKED_AT);
  return (
    latest.runs.map(answerTimes).find(({ giav, clientify }) => (giav ?? clientify) !== null) ??
    NEVER
  );
}
