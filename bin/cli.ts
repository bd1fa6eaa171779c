import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import CliTable from 'cli-table3';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { explain } from '../lib/admin/explain';
import { runReport, runSync, summaryRows, type Ended, type Progress } from '../lib/admin/watch-run';
import { ClientifyHttp } from '../lib/clientify/http';
import { checkAccess, ensureCustomFields, readPipeline } from '../lib/clientify/setup';
import { RunQueue } from '../lib/queue/queues';
import { LEASE_MS } from '../lib/runtime/environment';
import { Decisions } from '../lib/state/decisions';
import { Links } from '../lib/state/links';
import { Runs, type RunMode } from '../lib/state/runs';
import { REASONS, type Entity, type Reason } from '../lib/sync/decision';
import { ConfigurationError } from '../lib/sync/errors';
import { stopChild } from '../local/child';
import { startCloud, type Cloud } from '../local/cloud';
import { connectEndpoints, readConfigFile, stateDirectory } from '../local/endpoints';

const EXIT = { done: 0, failed: 1, configuration: 2 } as const;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Runs something in the local cloud and takes the cloud down again, whatever happens. */
async function inCloud<T>(use: (cloud: Cloud) => Promise<T>): Promise<T> {
  const logs = join(stateDirectory(process.env), 'logs');
  mkdirSync(logs, { recursive: true });
  const { settings, simulators } = await connectEndpoints(process.env, join(logs, 'simulators.log'));
  say(
    simulators === null
      ? `GIAV ${settings.giavEndpoint} → Clientify ${settings.clientifyBaseUrl}`
      : 'Using the bundled simulators of GIAV and Clientify.',
  );
  let cloud: Cloud | undefined;
  try {
    cloud = await startCloud(settings);
    return await use(cloud);
  } finally {
    await cloud?.stop();
    if (simulators) await stopChild(simulators);
  }
}

function showProgress(): { update: (progress: Progress) => void; stop: () => void } {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({ format: '{bar} {value}/{total} records · {phase}', hideCursor: true, stream: process.stderr });
    bar.start(0, 0, { phase: 'preparing' });
    return {
      update: ({ phase, read, done }) => {
        bar.setTotal(read);
        bar.update(done, { phase });
      },
      stop: () => {
        bar.stop();
      },
    };
  }
  let last = '';
  return {
    update: ({ phase, read, done }) => {
      const line = `${phase}: about ${done} of the ${read} records read so far are done`;
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

async function sync(options: { mode: RunMode; json?: boolean }): Promise<number> {
  if (options.mode === 'modified')
    throw new ConfigurationError('--mode modified is not yet available: use --mode full, which sends only what differs.');
  const progress = showProgress();
  const ended = await inCloud(async (cloud) =>
    runSync({ runs: new Runs(cloud.table, LEASE_MS), runQueue: new RunQueue(cloud.sqs, cloud.runQueueUrl) }, options.mode, progress.update),
  ).finally(() => {
    progress.stop();
  });
  if (options.json) process.stdout.write(`${JSON.stringify(runReport(ended))}\n`);
  else showSummary(ended);
  if (ended.run.error) say(`Run ${ended.run.id} ${ended.run.status}: ${ended.run.error.message}`);
  if (ended.run.status === 'completed') return EXIT.done;
  return ended.run.error?.kind === 'configuration' ? EXIT.configuration : EXIT.failed;
}

async function explainRecord(entity: Entity, id: string): Promise<number> {
  const lines = await inCloud((cloud) =>
    explain({ links: new Links(cloud.table), decisions: new Decisions(cloud.table) }, entity, id, new Date()),
  );
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.done;
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
  program
    .command('sync')
    .description('run a sync and wait for its end')
    .addOption(new Option('--mode <mode>', 'what to read').choices(['full', 'modified']).default('full'))
    .option('--json', 'end with one JSON object on stdout')
    .action((options: { mode: RunMode; json?: boolean }) => {
      work = sync(options);
    });
  const explaining = program.command('explain').description('what happened to a record, when, and why');
  explaining
    .command('client')
    .argument('<id>', 'GIAV id (gesintur_id)', recordId)
    .action((id: string) => {
      work = explainRecord('client', id);
    });
  explaining
    .command('expediente')
    .argument('<id>', 'GIAV id of the expediente', recordId)
    .action((id: string) => {
      work = explainRecord('expediente', id);
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
