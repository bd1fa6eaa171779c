import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { revertSettings, setSetting, settings } from '../../bin/commands/settings';
import { DynamoSettingsVersions } from '../../lib/state/settings-versions';
import { MemoryTable } from '../ports/table';
import { onTable } from '../stack/rights/memory-dynamo';
import { onSdk } from '../stack/rights/sdk';

const OUTPUTS = Object.fromEntries(
  [
    'RunQueueUrl',
    'WorkQueueUrl',
    'DeadLetterQueueUrl',
    'RunsDeadLetterQueueUrl',
    'ChangeQueueUrl',
    'ReconcileQueueUrl',
    'WebhookUrl',
    'WebhookSecretId',
  ].map((name) => [name, '-']),
);
const STACK = 'giav-clientify-test';

describe('settings that do not fit what was deployed since', () => {
  let table: MemoryTable;
  let out: string;
  let undo: () => void;
  const versions = () => new DynamoSettingsVersions(table);

  beforeEach(async () => {
    table = new MemoryTable();
    out = '';
    const Outputs = Object.entries({ ...OUTPUTS, TableName: 't', SettingsParameter: 's' }).map(
      ([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }),
    );
    undo = onSdk([CloudFormationClient, DynamoDBClient, SSMClient], (client, command) => {
      if (client === 'DynamoDBClient') return onTable(table, command);
      const Value = JSON.stringify({ offices: ['MAD'] });
      return Promise.resolve({ Stacks: [{ Outputs }], Parameter: { Value } });
    });
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation((text) => (out += String(text)).length > 0);
    // While the document that was deployed said so, too.
    const overlay = { writeBack: { mode: 'dry-run' }, officePrefix: 'never' };
    await versions().add({ version: 1, at: '2026-11-01T00:00:00.000Z', by: 'ana', overlay });
  });
  afterEach(() => {
    undo();
    jest.restoreAllMocks();
  });

  it.each([
    ['en', 'does not fit the deployed document any more'],
    ['es', 'ya no encaja con el documento desplegado'],
  ] as const)('are told with what is wrong, and what was deployed (%s)', async (language, says) => {
    expect(await settings({ stack: STACK, language })).toBe(2);
    expect(out).toContain(says);
    expect(out).toContain('writeBack.mode');
    expect(out).toContain('"MAD"');
    expect(out).toContain('cli settings revert --to 0');
  });
  it('are told as JSON, in which nothing counts', async () => {
    expect(await settings({ stack: STACK, language: 'en', json: true })).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      effective: null,
      deployed: { offices: ['MAD'] },
      problem: { en: expect.stringContaining('writeBack.mode') as string },
    });
  });
  it('are repaired by taking away what does not fit; the rest of them stays', async () => {
    const asked = { stack: STACK, language: 'en', reportLanguage: 'en' } as const;
    expect(await setSetting('writeBack.mode', undefined, asked)).toBe(0);
    expect((await versions().current())?.overlay).toEqual({ officePrefix: 'never' });
    out = '';
    expect(await settings({ stack: STACK, language: 'en' })).toBe(0);
    expect(out).toContain('What counts:');
  });
  it('are not saved as long as they do not fit', async () => {
    const asked = { stack: STACK, language: 'en', reportLanguage: 'en' } as const;
    await expect(setSetting('nearDocumento', 'hold', asked)).rejects.toThrow('writeBack.mode');
    expect((await versions().current())?.version).toBe(1);
  });
  it('are repaired by going back to the deployed document', async () => {
    expect(await revertSettings({ stack: STACK, language: 'en', to: 0 })).toBe(0);
    expect((await versions().current())?.overlay).toEqual({});
  });
});
