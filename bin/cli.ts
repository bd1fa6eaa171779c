import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import CliTable from 'cli-table3';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { explain } from '../lib/admin/explain';
import { adminPorts, findDeployment, type AdminPorts } from '../lib/admin/deployment';
import { deleteMessage, listFailures, redrive, type FailedEntry, type Selection } from '../lib/admin/failed-records';
import { readStatus, runLine, statusLines } from '../lib/admin/status';
import { newRunId, runReport, runSync, summaryRows, watchRun, type Ended, type Progress } from '../lib/admin/watch-run';
import { ClientifyHttp } from '../lib/clientify/http';
import { checkAccess, ensureCustomFields, readPipeline } from '../lib/clientify/setup';
import { REASONS, type Entity, type Reason } from '../lib/sync/decision';
import { ConfigurationError } from '../lib/sync/errors';
import { stopChild } from '../local/child';
import { startCloud, type Cloud } from '../local/cloud';
import { connectEndpoints, readConfigFile, stateDirectory, stateOnly } from '../local/endpoints';

const EXIT = { done: 0, failed: 1, configuration: 2 } as const;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Runs something in the local cloud and takes the cloud down again, whatever happens. */
async function inCloud<T>(functions: boolean, use: (ports: AdminPorts) => Promise<T>): Promise<T> {
  const logs = join(stateDirectory(process.env), 'logs');
  mkdirSync(logs, { recursive: true });
  // A look at the state needs neither system.
  const { settings, simulators } = functions
    ? await connectEndpoints(process.env, join(logs, 'simulators.log'))
    : { settings: stateOnly(process.env), simulators: null };
  if (functions)
    say(
      simulators === null
        ? `GIAV ${settings.giavEndpoint} → Clientify ${settings.clientifyBaseUrl}`
        : 'Using the bundled simulators of GIAV and Clientify.',
    );
  let cloud: Cloud | undefined;
  try {
    cloud = await startCloud({ ...settings, functions });
    return await use(adminPorts(cloud));
  } finally {
    await cloud?.stop();
    if (simulators) await stopChild(simulators);
  }
}

interface Where {
  /** Name of a deployed stack. @default - the local cloud */
  readonly stack?: string;
}

/** The same command on AWS (`--stack`) and in the local cloud. */
const onDeployment = async <T>({ stack }: Where, functions: boolean, use: (ports: AdminPorts) => Promise<T>): Promise<T> =>
  stack === undefined ? inCloud(functions, use) : use(adminPorts(await findDeployment(stack)));

function showProgress(): { update: (progress: Progress) => void; stop: () => void } {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({ format: '{bar} {value}/{total} records · {phase}', hideCursor: true, stream: process.stderr });
    bar.start(0, 0, { phase: 'preparing' });
    return {
      update: ({ phase, read, done, paused }) => {
        bar.setTotal(read);
        bar.update(done, { phase: paused === undefined ? phase : `paused: ${paused}` });
      },
      stop: () => {
        bar.stop();
      },
    };
  }
  let last = '';
  return {
    update: ({ phase, read, done, paused }) => {
      const line = paused === undefined ? `${phase}: about ${done} of the ${read} records read so far are done` : `paused: ${paused}`;
      if (line !== last) say(line);
      last = line;
    },
    stop: () => undefined,
  };
}

function showSummary({ run, summary }: Ended): void {
  const [head = [], ...rows] = summaryRows(summary);
  const table = new CliTable({ head: head.map(String), style: { head: [], border: [] } });
  table.push(...rows);
  process.stdout.write(`${table.toString()}\n`);
  for (const [reason, count] of Object.entries(summary.reasons).sort()) {
    const sentence = reason in REASONS ? `  ${REASONS[reason as Reason].en}` : '';
    process.stdout.write(`${String(count).padStart(6)}  ${reason}${sentence}\n`);
  }
  process.stdout.write(
    `Calls: GIAV ${run.calls_giav}; Clientify GET ${run.calls_GET}, POST ${run.calls_POST}, PUT ${run.calls_PUT}, PATCH ${run.calls_PATCH}, DELETE ${run.calls_DELETE}\n`,
  );
}

const exitOf = ({ run }: Ended): number => {
  if (run.status === 'completed') return EXIT.done;
  return run.error?.kind === 'configuration' ? EXIT.configuration : EXIT.failed;
};

interface SyncOptions extends Where {
  readonly mode: 'full' | 'modified';
  readonly json?: boolean;
}

async function sync(options: SyncOptions): Promise<number> {
  const progress = showProgress();
  const ended = await onDeployment(options, true, async (ports) => {
    // Here nobody else starts runs: one that is in progress was cut off when its process ended, and goes on now.
    const interrupted = options.stack === undefined ? await ports.runs.active() : null;
    if (interrupted === null) return runSync(ports, options.mode, progress.update);
    say(`The ${interrupted.mode} run ${interrupted.id} was interrupted; it goes on from its checkpoint.`);
    const first = await watchRun(ports, interrupted.id, progress.update);
    return first.run.mode === options.mode ? first : runSync(ports, options.mode, progress.update);
  }).finally(() => {
    progress.stop();
  });
  if (options.json) process.stdout.write(`${JSON.stringify(runReport(ended))}\n`);
  else showSummary(ended);
  if (ended.run.error) say(`Run ${ended.run.id} ${ended.run.status}: ${ended.run.error.message}`);
  return exitOf(ended);
}

async function explainRecord(entity: Entity, id: string, where: Where): Promise<number> {
  const lines = await onDeployment(where, false, (ports) => explain(ports, entity, id, new Date()));
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.done;
}

const print = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): void => {
  const table = new CliTable({ head: [...head], style: { head: [], border: [] }, wordWrap: true });
  table.push(...rows.map((row) => [...row]));
  process.stdout.write(`${table.toString()}\n`);
};

async function status({ json, ...where }: Where & { json?: boolean }): Promise<number> {
  const state = await onDeployment(where, false, (ports) => readStatus(ports, new Date()));
  process.stdout.write(json ? `${JSON.stringify(state)}\n` : `${statusLines(state).join('\n')}\n`);
  return EXIT.done;
}

async function runs({ json, limit, ...where }: Where & { json?: boolean; limit: number }): Promise<number> {
  const list = await onDeployment(where, false, async (ports) => {
    const found: ReturnType<typeof runLine>[] = [];
    for await (const run of ports.runs.recent()) {
      if (found.length === limit) break;
      found.push(runLine(run));
    }
    return found;
  });
  const total = (counts: Record<string, number> | null, name: string): number => counts?.[name] ?? 0;
  const sum = (run: (typeof list)[number], name: string): number => total(run.clients, name) + total(run.expedientes, name);
  if (json) process.stdout.write(`${JSON.stringify(list)}\n`);
  else
    print(
      ['run', 'mode', 'status', 'started', 'read', 'created', 'updated', 'linked', 'unchanged', 'skipped', 'failed'],
      list.map((run) => [
        run.id,
        run.mode,
        run.status,
        run.startedAt,
        ...['read', 'created', 'updated', 'linked', 'unchanged', 'skipped', 'failed'].map((name) => sum(run, name)),
      ]),
    );
  if (!json) for (const run of list) if (run.error) process.stdout.write(`${run.id}: ${run.error.message}\n`);
  return EXIT.done;
}

interface FailuresOptions extends Where {
  readonly json?: boolean;
  readonly reason?: string;
  readonly delete?: string;
}

async function failures({ json, reason, delete: messageId, ...where }: FailuresOptions): Promise<number> {
  if (messageId !== undefined) {
    const found = await onDeployment(where, false, (ports) => deleteMessage(ports, messageId));
    say(found ? `Message ${messageId} deleted.` : `No unreadable message ${messageId}: only those can be deleted; records are re-driven.`);
    return found ? EXIT.done : EXIT.failed;
  }
  const all = await onDeployment(where, false, listFailures);
  const list = all.filter((entry) => reason === undefined || entry.reason === reason);
  if (json) process.stdout.write(`${JSON.stringify(list)}\n`);
  else if (list.length === 0) process.stdout.write('No failed records.\n');
  else print(['record', 'reason', 'since', 'last', 'tries', 'error'], list.map(failureRow));
  return EXIT.done;
}

const failureRow = (entry: FailedEntry): (string | number)[] => [
  entry.entity === null ? `message ${entry.messageId ?? ''}` : `${entry.entity} ${entry.id ?? ''}`,
  entry.reason,
  entry.firstAt,
  entry.lastAt,
  entry.attempts,
  entry.message,
];

interface RedriveOptions extends Where {
  readonly all?: boolean;
  readonly id?: string[];
  readonly reason?: string;
  readonly json?: boolean;
}

async function redriveRecords({ all, id, reason, json, ...where }: RedriveOptions): Promise<number> {
  if (all !== true && id === undefined && reason === undefined)
    throw new ConfigurationError('Say what to re-drive: --all, --id <GIAV id …> or --reason <CODE>.');
  const selection: Selection = { all, ids: id, reason };
  const progress = showProgress();
  const { records, ended } = await onDeployment(where, true, async (ports) => {
    const sent = await redrive(ports, selection, () => newRunId(new Date()));
    const done: Ended[] = [];
    for (const runId of sent.runs) done.push(await watchRun(ports, runId, progress.update));
    return { records: sent.records, ended: done };
  }).finally(() => {
    progress.stop();
  });
  if (json) process.stdout.write(`${JSON.stringify({ redriven: records, runs: ended.map(runReport) })}\n`);
  else {
    process.stdout.write(`Re-driven records: ${records}\n`);
    for (const one of ended) showSummary(one);
  }
  for (const { run } of ended) if (run.error) say(`Run ${run.id} ${run.status}: ${run.error.message}`);
  return Math.max(EXIT.done, ...ended.map(exitOf));
}

async function setup(): Promise<number> {
  const { config } = readConfigFile(process.env);
  const logs = join(stateDirectory(process.env), 'logs');
  mkdirSync(logs, { recursive: true });
  const { settings, simulators } = await connectEndpoints(process.env, join(logs, 'simulators.log'));
  try {
    const http = new ClientifyHttp({ baseUrl: settings.clientifyBaseUrl, token: settings.secrets.clientify.token });
    await checkAccess(http);
    const created = await ensureCustomFields(http, config.clientify.concurrency, true);
    const pipeline = await readPipeline(http, config.pipeline, config.clientify.concurrency);
    process.stdout.write(`Custom fields: ${created.length === 0 ? 'all there' : `created ${created.join(', ')}`}\n`);
    process.stdout.write(`Pipeline "${config.pipeline}": ${pipeline.stages.map((stage) => stage.name).join(' → ')}\n`);
    return EXIT.done;
  } finally {
    if (simulators) await stopChild(simulators);
  }
}

const recordId = (text: string): string => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a GIAV id: digits only.');
  return text;
};

async function main(): Promise<number> {
  let work: Promise<number> | undefined;
  const program = new Command('cli')
    .description('Sync of GIAV (Gesintur) and Clientify')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  const stack = (): Option => new Option('--stack <name>', 'a deployment on AWS, by the name of its stack; default: the local cloud');
  program
    .command('sync')
    .description('run a sync and wait for its end')
    .addOption(new Option('--mode <mode>', 'what to read').choices(['full', 'modified']).default('full'))
    .addOption(stack())
    .option('--json', 'end with one JSON object on stdout')
    .action((options: SyncOptions) => {
      work = sync(options);
    });
  program
    .command('status')
    .description('what runs, how old the watermark is, what waits for somebody')
    .addOption(stack())
    .option('--json', 'one JSON object')
    .action((options: Where & { json?: boolean }) => {
      work = status(options);
    });
  program
    .command('runs')
    .description('the last runs, newest first')
    .addOption(stack())
    .addOption(new Option('--limit <n>', 'how many').argParser(Number).default(20))
    .option('--json', 'a JSON array')
    .action((options: Where & { json?: boolean; limit: number }) => {
      work = runs(options);
    });
  program
    .command('failures')
    .description('records that could not be synced, with all their errors, and messages that nobody can read')
    .addOption(stack())
    .option('--reason <CODE>', 'only those')
    .option('--delete <messageId>', 'delete a message that nobody can read')
    .option('--json', 'a JSON array')
    .action((options: FailuresOptions) => {
      work = failures(options);
    });
  program
    .command('redrive')
    .description('read failed records from GIAV again and sync them')
    .addOption(stack())
    .option('--all', 'all of them')
    .option('--id <id...>', 'these GIAV ids; client:123 or expediente:456 where both exist')
    .option('--reason <CODE>', 'those that failed for this reason')
    .option('--json', 'end with one JSON object on stdout')
    .action((options: RedriveOptions) => {
      work = redriveRecords(options);
    });
  const explaining = program.command('explain').description('what happened to a record, when, and why');
  for (const entity of ['client', 'expediente'] as const)
    explaining
      .command(entity)
      .argument('<id>', entity === 'client' ? 'GIAV id (gesintur_id)' : 'GIAV id of the expediente', recordId)
      .addOption(stack())
      .action((id: string, options: Where) => {
        work = explainRecord(entity, id, options);
      });
  program
    .command('setup')
    .description('check and create what the mapping needs in Clientify')
    .action(() => {
      work = setup();
    });
  for (const command of [...program.commands, ...explaining.commands]) command.exitOverride();
  program.parse();
  return (await work) ?? EXIT.done;
}

main()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.configuration;
    say(error instanceof Error ? error.message : String(error));
    return error instanceof ConfigurationError ? EXIT.configuration : EXIT.failed;
  })
  .then(
    (code) => {
      process.exitCode = code;
    },
    () => undefined,
  );
