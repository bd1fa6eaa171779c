import './text-files';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ConfigurationError } from '../lib/sync/errors';
import { SUBJECTS } from '../lib/sync/decision';
import { dev } from './commands/dev';
import { listConflicts, restore } from './commands/conflicts';
import { doctor, type DoctorOptions } from './commands/doctor';
import { dryRun, type DryRunOptions } from './commands/dry-run';
import { LANGUAGES } from '../lib/admin/dry-run-report/texts';
import {
  failures,
  redriveRecords,
  type FailuresOptions,
  type RedriveOptions,
} from './commands/failures';
import { audits, forget } from './commands/forget';
import { explainRecord, runs, status } from './commands/look';
import { relink } from './commands/relink';
import { setup } from './commands/setup';
import { sync, type SyncOptions } from './commands/sync';
import { reconcile, webhook, writeBack } from './commands/way-back';
import { EXIT, say, type Where } from './commands/where';

const ID_OF = {
  client: 'GIAV id (gesintur_id)',
  expediente: 'GIAV id of the expediente',
  contact: 'Clientify id of a contact without a GIAV client',
  company: 'Clientify id of a company without a GIAV client',
} as const;

const recordId = (text: string): string => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be an id: digits only.');
  return text;
};

async function main(): Promise<number> {
  let work: Promise<number> | undefined;
  const program = new Command('cli')
    .description('Sync of GIAV (Gesintur) and Clientify')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  const stack = (): Option =>
    new Option(
      '--stack <name>',
      'a deployment on AWS, by the name of its stack; default: the local cloud',
    );
  program
    .command('sync')
    .description('run a sync and wait for its end')
    .addOption(
      new Option('--mode <mode>', 'what to read').choices(['full', 'modified']).default('full'),
    )
    .addOption(stack())
    .option('--dry-run', 'write nothing anywhere; report what would be done (HTML and JSON)')
    .option(
      '--report <folder>',
      'with --dry-run: where the report goes; default: dry-run in the state directory',
    )
    .addOption(
      new Option('--language <language>', 'with --dry-run: language of the report')
        .choices([...LANGUAGES])
        .default('es'),
    )
    .option('--json', 'end with one JSON object on stdout')
    .action(({ dryRun: dry, ...options }: SyncOptions & DryRunOptions & { dryRun?: boolean }) => {
      work = dry ? dryRun(options) : sync(options);
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
    .description(
      'records that could not be synced, with all their errors, and messages that nobody can read',
    )
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
    .option(
      '--id <id...>',
      'these GIAV ids; client:123, expediente:456, contact:789 where several exist',
    )
    .option('--reason <CODE>', 'those that failed for this reason')
    .option('--json', 'end with one JSON object on stdout')
    .action((options: RedriveOptions) => {
      work = redriveRecords(options);
    });
  program
    .command('dev')
    .description('keep everything running until SIGTERM: schedules, both directions, the webhook')
    .action(() => {
      work = dev();
    });
  program
    .command('reconcile')
    .description('look for changes in Clientify whose webhook was lost, and take them back')
    .addOption(stack())
    .option('--json', 'one JSON object')
    .action((options: Where & { json?: boolean }) => {
      work = reconcile(options);
    });
  program
    .command('write-back')
    .description('whether the way back is halted after a loss that could not be repaired')
    .addOption(stack())
    .option('--resume', 'let it go on')
    .action((options: Where & { resume?: boolean }) => {
      work = writeBack(options);
    });
  const hooks = program
    .command('webhook')
    .description("Clientify's webhook slots for contacts and companies");
  for (const action of ['register', 'status', 'remove'] as const)
    hooks
      .command(action)
      .addOption(stack())
      .option(
        '--url <url>',
        "the webhook's public address, without its secret; default: that of the deployment",
      )
      .option('--json', 'a JSON array')
      .action((options: Where & { url?: string; json?: boolean }) => {
        work = webhook(action, options);
      });
  const explaining = program
    .command('explain')
    .description('what happened to a record, when, and why');
  for (const entity of SUBJECTS)
    explaining
      .command(entity)
      .argument('<id>', ID_OF[entity], recordId)
      .addOption(stack())
      .action((id: string, options: Where) => {
        work = explainRecord(entity, id, options);
      });
  program
    .command('conflicts')
    .description('what waits for a human, with the values of both sides; shows personal data')
    .addOption(stack())
    .option('--json', 'a JSON array')
    .action((options: Where & { json?: boolean }) => {
      work = listConflicts(options);
    });
  program
    .command('restore')
    .description('put a replaced value back where a decision still holds it')
    .command('client')
    .argument('<id>', ID_OF.client, recordId)
    .addOption(stack())
    .requiredOption('--field <name>', 'as explain names it: remarks, address, phones …')
    .action((id: string, options: Where & { field: string }) => {
      work = restore(id, options);
    });
  program
    .command('setup')
    .description('check and create what the mapping needs in Clientify')
    .action(() => {
      work = setup();
    });
  program
    .command('forget')
    .description('erase what is stored about a person (RGPD); GIAV and Clientify are not touched')
    .command('client')
    .argument('<id>', ID_OF.client, recordId)
    .addOption(stack())
    .option('--json', 'one JSON object')
    .action((id: string, options: Where & { json?: boolean }) => {
      work = forget(id, options);
    });
  program
    .command('relink')
    .description(
      'give a client the record of Clientify that a client which GIAV no longer has still holds (DOCUMENT_TAKEN)',
    )
    .command('client')
    .argument('<id>', ID_OF.client, recordId)
    .addOption(stack())
    .option('--json', 'one JSON object')
    .action((id: string, options: Where & { json?: boolean }) => {
      work = relink(id, options);
    });
  program
    .command('audit')
    .description('what admins did that must be accounted for, newest first')
    .addOption(stack())
    .option('--json', 'a JSON array')
    .action((options: Where & { json?: boolean }) => {
      work = audits(options);
    });
  program
    .command('doctor')
    .description(
      'ask GIAV, Clientify and the state what could go wrong; changes nothing. Exit 0 ok, 1 warnings, 2 errors',
    )
    .addOption(stack())
    .option('--quick', 'read only the first page of each list of GIAV')
    .option('--json', 'one JSON object')
    .action((options: DoctorOptions) => {
      work = doctor(options);
    });
  const exitByException = (command: Command): void => {
    command.exitOverride();
    command.commands.forEach(exitByException);
  };
  exitByException(program);
  program.parse();
  return (await work) ?? EXIT.done;
}

main()
  .catch((error: unknown) => {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? EXIT.done : EXIT.configuration;
    say(error instanceof Error ? error.message : String(error));
    return error instanceof ConfigurationError ? EXIT.configuration : EXIT.failed;
  })
  .then(
    (code) => {
      process.exitCode = code;
    },
    () => undefined,
  );
