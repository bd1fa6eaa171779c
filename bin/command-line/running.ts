import { Option, type Command } from 'commander';
import type { DoctorOptions } from '../commands/doctor';
import type { DryRunOptions } from '../commands/dry-run';
import type { SyncOptions } from '../commands/sync';
import { SUBJECTS } from '../../lib/sync/decision';
import type { Asked, Told } from '../commands/where';
import { command, readId, sharedOptions, type Definitions } from './options';

type SyncOrDryRun = SyncOptions & Omit<DryRunOptions, 'reportLanguage'> & { dryRun?: boolean };

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
  for (const entity of SUBJECTS)
    command(sync, entity, help.sync.one[entity], shared.stack(), shared.language(), shared.json())
      .argument('<id>', help.sync.ids[entity], readId(help))
      .action((id: string, options: Asked) => {
        begin(actions.syncOne(entity, id, options));
      });
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
