import { depth } from '../../queue/queues';
import type { SyncConfig } from '../../config/schema';
import { writeBackMode } from '../../config/schema';
import type { AdminPorts, Deployment } from '../deployment';
import { readStatus, type Status } from '../status';
import { error, ok, warning, type Finding, type Probe } from './check';

export interface StatePorts {
  readonly admin: AdminPorts;
  readonly deployment: Deployment;
  readonly config: SyncConfig;
  readonly now: () => Date;
}

const RECENT_RUNS = 5;

/** Queues, dead letters, lease, watermark and the last runs: of a deployment, or of the local cloud. */
export function stateQuestions(ports: StatePorts): Probe[] {
  let status: Promise<Status> | undefined;
  const read = (): Promise<Status> => (status ??= readStatus(ports.admin, ports.now()));
  const of = (judge: (status: Status) => Finding) => async (): Promise<Finding> =>
    judge(await read());
  return [
    { id: 'table', essential: true, ask: of(() => ok('The state can be read.')) },
    { id: 'queues', ask: () => queues(ports) },
    { id: 'dead-letters', ask: of(({ deadLetters }) => letters(deadLetters)) },
    { id: 'failed-records', ask: of(({ failed }) => failures(failed)) },
    { id: 'lease', ask: of((now) => lease(now)) },
    { id: 'watermark', ask: of((now) => watermark(now, ports.config)) },
    { id: 'last-runs', ask: () => lastRuns(ports) },
    { id: 'way-back', ask: of((now) => wayBack(now, ports.config)) },
  ];
}

async function queues({ deployment }: StatePorts): Promise<Finding> {
  const {
    sqs,
    runQueueUrl,
    workQueueUrl,
    changeQueueUrl,
    reconcileQueueUrl,
    runsDeadLetterQueueUrl,
  } = deployment;
  const [runs = 0, work = 0, changes = 0, reconcile = 0, broken = 0] = await Promise.all(
    [runQueueUrl, workQueueUrl, changeQueueUrl, reconcileQueueUrl, runsDeadLetterQueueUrl].map(
      (url) => depth(sqs, url),
    ),
  );
  const text = `Messages that wait: runs ${runs}, records ${work}, changes ${changes}, reconciliations ${reconcile}.`;
  return broken > 0
    ? warning(
        `${text} ${broken} messages of runs broke their function three times.`,
        'See docs/runbook.md, RunsDeadLetters.',
      )
    : ok(text);
}

const letters = (count: number): Finding =>
  count === 0
    ? ok('The dead-letter queue is empty.')
    : warning(`The dead-letter queue holds ${count} messages.`, 'cli failures, then cli redrive.');

const failures = (count: number): Finding =>
  count === 0
    ? ok('No record is on the failed list.')
    : warning(
        `${count} records are on the failed list.`,
        'cli failures tells why; cli redrive tries again.',
      );

function lease({ running }: Status): Finding {
  if (running === null) return ok('No run is in progress.');
  if (running.paused)
    return warning(
      `The ${running.mode} run ${running.id} is paused: ${running.paused.why}`,
      `It goes on by itself at ${running.paused.until}.`,
    );
  return ok(`The ${running.mode} run ${running.id} is in progress (${running.phase}).`);
}

function watermark({ watermark: mark }: Status, { modified }: SyncConfig): Finding {
  if (mark === null) return ok('There is no completed run yet: the next one is a full one.');
  const minutes = Math.round(mark.ageSeconds / 60);
  const limit = modified.everyMinutes > 0 ? Math.max(120, 6 * modified.everyMinutes) : 26 * 60;
  return minutes > limit
    ? warning(
        `The last completed run began ${minutes} minutes ago.`,
        'cli runs tells what became of the runs since; on AWS see docs/runbook.md, WatermarkTooOld.',
      )
    : ok(`The last completed run began ${minutes} minutes ago.`);
}

async function lastRuns({ admin }: StatePorts): Promise<Finding> {
  const runs: { mode: string; status: string; error?: string }[] = [];
  for await (const run of admin.runs.recent()) {
    if (runs.length === RECENT_RUNS) break;
    runs.push({ mode: run.mode, status: run.status, error: run.error?.message });
  }
  if (runs.length === 0) return ok('No run so far.');
  const text = `Last runs: ${runs.map(({ mode, status }) => `${mode} ${status}`).join(', ')}.`;
  const last = runs.find(({ status }) => status === 'completed' || status === 'failed');
  return last?.status === 'failed'
    ? error(
        `${text} The last one failed: ${last.error ?? ''}`,
        'Fix what the sentence names; the next run reads everything again.',
      )
    : ok(text);
}

function wayBack({ wayBack: back }: Status, config: SyncConfig): Finding {
  const mode = writeBackMode(config);
  if (back.halted)
    return error(
      `The way back is halted since ${back.halted.since} because of client ${back.halted.clientId}.`,
      `cli explain client ${back.halted.clientId}, then cli write-back --resume.`,
    );
  if (config.writeBack.mode === 'on' && mode !== 'on')
    return warning(
      'writeBack.mode is "on" without acknowledgeUnreadable: it behaves as "dry-run".',
      'Do the supervised test of the README, then set it.',
    );
  return ok(`The way back is ${mode}; ${back.changesUnderWay} changes under way.`);
}
