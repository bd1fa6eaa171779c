import './text-files';
import '../local/quiet-sdk';
import { CommanderError } from 'commander';
import { languageOf } from '../lib/admin/language';
import { ConfigurationError } from '../lib/sync/errors';
import type { Actions } from './command-line/actions';
import { commandLine } from './command-line/program';
import { listConflicts, restore } from './commands/conflicts';
import { dev } from './commands/dev';
import { doctor } from './commands/doctor';
import { dryRun } from './commands/dry-run';
import { EXIT, say } from './commands/exit';
import { failures, redriveRecords } from './commands/failures';
import { audits, forget } from './commands/forget';
import { cancelRun, explainRecord, runs, status } from './commands/look';
import { relink } from './commands/relink';
import { setup } from './commands/setup';
import { sync } from './commands/sync';
import { reconcile, webhook, writeBack } from './commands/way-back';

const ACTIONS: Actions = {
  sync,
  dryRun,
  dev,
  setup,
  doctor,
  status,
  runs,
  cancelRun,
  explain: explainRecord,
  conflicts: listConflicts,
  failures,
  audit: audits,
  redrive: redriveRecords,
  restore,
  relink,
  forget,
  reconcile,
  writeBack,
  webhook,
};

async function main(): Promise<number> {
  let work: Promise<number> | undefined;
  const language = languageOf(process.argv.slice(2), process.env);
  commandLine(ACTIONS, language, (begun) => {
    work = begun;
  }).parse();
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
