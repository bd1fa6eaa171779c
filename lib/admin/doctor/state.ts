import { depth } from '../../queue/queues';
import type { SyncConfig } from '../../config/schema';
import { writeBackMode } from '../../config/way-back-settings';
import type { Run } from '../../ports/run';
import type { Deployment, DeskPorts } from '../admin-ports';
import { missedAfterMinutes } from '../silence';
import { readStatus, type Status } from '../status';
import { together, type Said } from '../../sync/said';
import { TEXTS } from '../texts';
import { error, ok, warning, withRemedy, type Finding, type Probe } from './check';

export interface StatePorts {
  readonly admin: DeskPorts;
  /** null: the queues are not asked, by one who may not look at all of them. */
  readonly deployment: Deployment | null;
  readonly config: SyncConfig;
  readonly now: () => Date;
}

const RECENT_RUNS = 5;
const READABLE: Said = { en: 'The state can be read.', es: 'El estado se puede leer.' };

/** Queues, dead letters, lease, watermark and the last runs: of a deployment, or of the local cloud. */
export function stateQuestions(ports: StatePorts): Probe[] {
  let status: Promise<Status> | undefined;
  const read = (): Promise<Status> => (status ??= readStatus(ports.admin, ports.now()));
  const of = (judge: (status: Status) => Finding) => async (): Promise<Finding> =>
    judge(await read());
  return [
    { id: 'table', essential: true, ask: of(() => ok(READABLE)) },
    ...(ports.deployment ? [queuesQuestion(ports.deployment)] : []),
    { id: 'dead-letters', ask: of(({ deadLetters }) => letters(deadLetters)) },
    { id: 'failed-records', ask: of(({ failed }) => failures(failed)) },
    { id: 'lease', ask: of((now) => lease(now)) },
    { id: 'watermark', ask: of((now) => watermark(now, ports.config)) },
    { id: 'last-runs', ask: () => lastRuns(ports) },
    { id: 'way-back', ask: of((now) => wayBack(now, ports.config)) },
  ];
}

const queuesQuestion = (deployment: Deployment): Probe => ({
  id: 'queues',
  ask: () => queues(deployment),
});

async function queues(deployment: Deployment): Promise<Finding> {
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
      async (url) => (url === null ? 0 : depth(sqs, url)),
    ),
  );
  const text = {
    en: `Messages that wait: runs ${runs}, records ${work}, changes ${changes}, reconciliations ${reconcile}.`,
    es: `Mensajes que esperan: ejecuciones ${runs}, registros ${work}, cambios ${changes}, conciliaciones ${reconcile}.`,
  };
  return broken > 0
    ? withRemedy(
        'warning',
        together(text, {
          en: `${broken} messages of runs broke their function three times.`,
          es: `Mensajes de ejecuciones que han hecho fallar su función tres veces: ${broken}.`,
        }),
        'runs-dead-letters',
      )
    : ok(text);
}

const letters = (count: number): Finding =>
  count === 0
    ? ok({ en: 'The dead-letter queue is empty.', es: 'La cola de fallidos está vacía.' })
    : withRemedy(
        'warning',
        {
          en: `The dead-letter queue holds ${count} messages.`,
          es: `Mensajes en la cola de fallidos: ${count}.`,
        },
        'dead-letters',
      );

const failures = (count: number): Finding =>
  count === 0
    ? ok({
        en: 'No record is on the failed list.',
        es: 'No hay ningún registro en la lista de fallidos.',
      })
    : withRemedy(
        'warning',
        {
          en: `${count} records are on the failed list.`,
          es: `Registros en la lista de fallidos: ${count}.`,
        },
        'failed-records',
      );

function lease({ running }: Status): Finding {
  if (running === null)
    return ok({
      en: 'No run is in progress.',
      es: 'No hay ninguna ejecución en marcha.',
    });
  const { id, mode, phase, paused } = running;
  const { modes, phases } = TEXTS.es;
  if (paused)
    return warning(
      {
        en: `The ${mode} run ${id} is paused: ${paused.why}`,
        es: `La ejecución ${modes[mode]} ${id} está en pausa: ${paused.es ?? paused.why}`,
      },
      {
        en: `It goes on by itself at ${paused.until}.`,
        es: `Sigue por sí sola a las ${paused.until}.`,
      },
    );
  return ok({
    en: `The ${mode} run ${id} is in progress (${phase}).`,
    es: `La ejecución ${modes[mode]} ${id} está en marcha (${phases[phase]}).`,
  });
}

function watermark({ watermark: mark }: Status, { modified }: SyncConfig): Finding {
  if (mark === null)
    return ok({
      en: 'There is no completed run yet: the next one is a full one.',
      es: 'Aún no se ha completado ninguna ejecución: la próxima será completa.',
    });
  const minutes = Math.round(mark.ageSeconds / 60);
  const text = {
    en: `The last completed run began ${minutes} minutes ago.`,
    es: `La última ejecución completada empezó hace ${minutes} min.`,
  };
  return minutes > missedAfterMinutes(modified)
    ? withRemedy('warning', text, 'old-watermark')
    : ok(text);
}

async function lastRuns({ admin }: StatePorts): Promise<Finding> {
  const runs: Run[] = [];
  for await (const run of admin.runs.recent()) {
    if (runs.length === RECENT_RUNS) break;
    runs.push(run);
  }
  if (runs.length === 0)
    return ok({ en: 'No run so far.', es: 'Aún no ha habido ninguna ejecución.' });
  const { modes, statuses } = TEXTS.es;
  const text = {
    en: `Last runs: ${runs.map(({ mode, status }) => `${mode} ${status}`).join(', ')}.`,
    es: `Últimas ejecuciones: ${runs.map(({ mode, status }) => `${modes[mode]} ${statuses[status]}`).join(', ')}.`,
  };
  const last = runs.find(({ status }) => status === 'completed' || status === 'failed');
  if (last?.status !== 'failed') return ok(text);
  const message = last.error?.message ?? '';
  return error(
    together(text, {
      en: `The last one failed: ${message}`,
      es: `La última ha fallado: ${last.error?.es ?? message}`,
    }),
    {
      en: 'Fix what the sentence names; the next run reads everything again.',
      es: 'Corrija lo que dice la frase; la próxima ejecución vuelve a leerlo todo.',
    },
  );
}

function wayBack({ wayBack: back }: Status, config: SyncConfig): Finding {
  const mode = writeBackMode(config);
  if (back.halted?.because === 'too-many')
    return withRemedy(
      'error',
      {
        en: `The way back is held since ${back.halted.since}: too many clients were to be written to GIAV within an hour.`,
        es: `La vuelta a GIAV está retenida desde ${back.halted.since}: en una hora se iban a escribir demasiados clientes en GIAV.`,
      },
      'resume-held',
    );
  if (back.halted) {
    const { since, clientId } = back.halted;
    return withRemedy(
      'error',
      {
        en: `The way back is halted since ${since} because of client ${clientId}.`,
        es: `La vuelta a GIAV está parada desde ${since} por el cliente ${clientId}.`,
      },
      'resume-halted',
      clientId,
    );
  }
  if (config.writeBack.mode === 'on' && mode !== 'on')
    return warning(
      {
        en: 'writeBack.mode is "on" without acknowledgeUnreadable: it behaves as "dry-run".',
        es: 'writeBack.mode está en "on" sin acknowledgeUnreadable: se comporta como "dry-run".',
      },
      {
        en: 'Do the supervised test of the README, then set it.',
        es: 'Haga la prueba supervisada del README y póngalo después.',
      },
    );
  return ok({
    en: `The way back is ${mode}; ${back.changesUnderWay} changes under way.`,
    es: `La vuelta a GIAV está en "${mode}"; cambios en camino: ${back.changesUnderWay}.`,
  });
}
