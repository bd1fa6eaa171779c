import { Option, type Command } from 'commander';
import type { DoctorOptions } from '../commands/doctor';
import type { DryRunOptions } from '../commands/dry-run';
import type { SyncOptions } from '../commands/sync';
import { ENTITIES, SUBJECTS, type Entity, type Subject } from '../../lib/sync/decision';
import type { Asked, Told } from '../commands/where';
import { command, readId, sharedOptions, type Definitions } from './options';

type SyncOrDryRun = SyncOptions & Omit<DryRunOptions, 'reportLanguage'> & { dryRun?: boolean };

const isEntity = (subject: Subject): subject is Entity =>
  (ENTITIES as readonly Subject[]).includes(subject);

/** One record at once; one of GIAV may be rehearsed, too. */
function defineSyncOne(sync: Command, entity: Subject, definitions: Definitions): void {
  const { actions, help, begin } = definitions;
  const { stack, language, json } = sharedOptions(definitions);
  const one = command(sync, entity, help.sync.one[entity], stack(), language(), json());
  one.argument('<id>', help.sync.ids[entity], readId(help));
  if (!isEntity(entity)) {
    one.action((id: string, options: Asked) => {
      begin(actions.syncOne(entity, id, options));
    });
    return;
  }
  one.addOption(new Option('--dry-run', help.sync.rehearseOne));
  one.action((id: string, { dryRun, ...options }: Asked & { dryRun?: boolean }) => {
    begin(dryRun ? actions.rehearseOne(entity, id, options) : actions.syncOne(entity, id, options));
  });
}

/** What starts something or prepares it: sync, dev, console, setup, doctor. */
export function defineRunning(program: Command, definitions: Definitions): void {
  const { actions, help, begin } = definitions;
  const shared = sharedOptions(definitions);
  const sync = command(
    program,
    'sync',
    help.sync.is,
    new Option('--mode <mode>', help.sync.mode).choices(['full', 'modified']).default('full'),
    shared.stack(),
    new Option('--dry-run', help.sync.dryRun),
    new Option('--report <folder>', help.sync.report),
    shared.language(help.sync.languageOfReport),
    shared.json(),
  );
  sync.action(({ dryRun, ...options }: SyncOrDryRun, self: Command) => {
    const asked = self.getOptionValueSource('language') === 'cli';
    // The report is for the agency's owner, the terminal for whoever sits before it.
    const reportLanguage = asked ? options.language : 'es';
    begin(dryRun ? actions.dryRun({ ...options, reportLanguage }) : actions.sync(options));
  });
  for (const entity of SUBJECTS) defineSyncOne(sync, entity, definitions);
  command(program, 'dev', help.dev, shared.language()).action((options: Told) => {
    begin(actions.dev(options));
  });
  command(program, 'setup', help.setup, shared.language()).action((options: Told) => {
    begin(actions.setup(options));
  });
  command(
    program,
    'doctor',
    help.doctor.is,
    shared.stack(),
    new Option('--quick', help.doctor.quick),
    shared.language(),
    shared.json(),
  ).action((options: DoctorOptions) => {
    begin(actions.doctor(options));
  });
}
