import { QUEUE_RULES } from './queue-rules';
import { TABLE_RULES } from './table-rules';

/** What an engine does otherwise than AWS, and why nothing that is tested on it rests on that. */
export const EXPLAINED: Readonly<Record<string, string>> = {
  'local cloud: FIFO: one group comes in the order of sending, several of it in one batch':
    'It gives one message of a group at a time, in order. Batches with several of one group are what the simulation and MiniStack give.',
  'local cloud: FIFO: of a batch that was half done, the rest comes again, in order, before what is behind it':
    'The same: there is no such batch. Partial failures within a group are tested in the simulation and in the rules of the workers.',
  'local cloud: FIFO: a message that is let go (visibility 0) comes again at once, still before those behind it':
    'It does, but alone: the one behind it comes after it is done with.',
  'local cloud: FIFO: repeats are told apart by group (DeduplicationScope messageGroup)':
    'It drops more than AWS does. The deduplication ids of the product name their group, so that no two groups share one.',
  'MiniStack: FIFO: after a delivery is over, its receipt neither deletes nor postpones the message':
    'It forgives a worker that is late. The local cloud does too; the simulation, where workers are late at random, does not.',
  'local cloud: FIFO: after a delivery is over, its receipt neither deletes nor postpones the message':
    'Until it looks at its timers, a late receipt still counts. The simulation is as strict as AWS.',
  'simulation: An item of more than 400 KB is refused':
    'The size of what is written is measured where it could grow, by the bench of a whole run and its tests (write units of each item), not at each write.',
};

const MARK = new Map<boolean | null, string>([
  [true, 'yes'],
  [false, '**no**'],
  [null, '–'],
]);

/** docs/conformance.md. */
export function conformancePage(
  results: ReadonlyMap<string, ReadonlyMap<string, readonly (boolean | null)[]>>,
): string {
  const parts = [...results].map(([service, byEngine]) => {
    const rules: readonly { name: string; reliedOnBy: string }[] =
      service === 'SQS' ? QUEUE_RULES : TABLE_RULES;
    const engines = [...byEngine.keys()];
    const rows = rules.map(({ name, reliedOnBy }, at) => {
      const shown = engines.map((engine) => MARK.get(byEngine.get(engine)?.[at] ?? null));
      return `| ${[name, reliedOnBy, ...shown].join(' | ')} |`;
    });
    return [
      `## ${service}`,
      '',
      `| what AWS does | relied on by | ${engines.join(' | ')} |`,
      `|---|---|${engines.map(() => '---|').join('')}`,
      ...rows,
      '',
    ].join('\n');
  });
  const differences = Object.entries(EXPLAINED).map(([what, why]) => `- ${what}\n  ${why}`);
  return `# What stands in for AWS, held against what AWS documents

Written by \`test/deploy/conformance.test.ts\`. The *local cloud* is what \`npm start\` and the system tests run on (fauxqs for SQS, dynalite for DynamoDB); *MiniStack* is what deployments are tested on; the *simulation* has queues and a table in memory. "–": there is no such request there, because what makes it is what is replaced.

${parts.join('\n')}
## Differences

${differences.length > 0 ? differences.join('\n') : 'None.'}

Not tried anywhere, because an emulator has no clock but the real one: that a repeat is a new message after five minutes, retention, and when an expired item goes.
`;
}
