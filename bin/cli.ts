import './text-files';
import '../local/quiet-sdk';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { languageOf } from '../lib/admin/language';
import { TEXTS } from '../lib/admin/texts';
import { ConfigurationError } from '../lib/sync/errors';
import type { Actions } from './command-line/actions';
import { commandLine } from './command-line/program';
import { consoleUsers, inviteToConsole, removeFromConsole } from './commands/console-users';
import { settingsChoices } from './commands/choices';
import { chooseValue, listConflicts, restore } from './commands/conflicts';
import { openConsole } from './commands/console';
import { dev } from './commands/dev';
import { doctor } from './commands/doctor';
import { dryRun } from './commands/dry-run';
import { ending } from './commands/ending';
import { EXIT, say } from './commands/exit';
import { failures, redriveRecords } from './commands/failures';
import { findByNumber } from './commands/find';
import { audits, forget } from './commands/forget';
import { confirmRun, rejectRun } from './commands/held';
import { showLetter as letter } from './commands/letter';
import { cancelRun, explainRecord, runs, showRun, status } from './commands/look';
import { rehearseOne } from './commands/rehearse-one';
import { relink } from './commands/relink';
import { sentenceOf } from './commands/sentences';
import { revertSettings, setSetting, settings, settingsHistory } from './commands/settings';
import { setup } from './commands/setup';
import { sync } from './commands/sync';
import { syncOne } from './commands/sync-one';
import { undoRun } from './commands/undo';
import { reconcile, webhook, writeBack } from './commands/way-back';

const ACTIONS: Actions = {
  sync,
  syncOne,
  rehearseOne,
  dryRun,
  dev,
  console: openConsole,
  setup,
  doctor,
  status,
  letter,
  runs,
  showRun,
  cancelRun,
  confirmRun,
  rejectRun,
  findByNumber,
  explain: explainRecord,
  conflicts: listConflicts,
  chooseValue,
  failures,
  audit: audits,
  redrive: redriveRecords,
  restore,
  undoRun,
  relink,
  forget,
  settings,
  setSetting,
  revertSettings,
  settingsHistory,
  settingsChoices,
  inviteToConsole,
  consoleUsers,
  removeFromConsole,
  reconcile,
  writeBack,
  webhook,
};

const language = languageOf(process.argv.slice(2), process.env);
const texts = TEXTS[language];

async function main(): Promise<number> {
  let work: Promise<number> | undefined;
  ending.listen(texts);
  commandLine(ACTIONS, language, (begun) => {
    work = begun;
  }).parse();
  return (await work) ?? EXIT.done;
}

function exitOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.configuration;
  say(sentenceOf(error, texts));
  return error instanceof ConfigurationError ? EXIT.configuration : EXIT.failed;
}

async function end(work: Promise<number>): Promise<void> {
  try {
    process.exitCode = await work;
  } catch (error) {
    // A signal that came while nothing else could run is heard first: what failed may have been ended by it, too.
    await nextTurn();
    process.exitCode = ending.by?.code ?? exitOf(error);
  }
  // What was at work is not waited for any more.
  if (ending.by !== undefined) process.exit();
}

void end(main());
