import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { Account, leaveOutUnknown, type Ended } from './deployment';
import { whyNot } from './ministack';

const missing = whyNot();
const AGENCY = 'launched';
const STACK = `giav-clientify-${AGENCY}`;
const TEMPLATE = 'giav-clientify.template.json';
const BUCKET = 'releases';
const PREFIX = 'giav-clientify/test/';

const succeeded = (ended: Ended): Ended => {
  if (ended.code !== 0)
    throw new Error(
      `exit ${ended.code ?? 'signal'}\n${ended.stdout.slice(-3000)}\n${ended.stderr.slice(-3000)}`,
    );
  return ended;
};

(missing === null ? describe : describe.skip)('a release on an emulator of AWS', () => {
  let account: Account;
  const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-release-'));

  /** As `aws s3 sync` does. */
  const upload = async (): Promise<void> => {
    const put = (path: string, body?: Buffer): Promise<Response> =>
      fetch(`${account.aws.url}/${BUCKET}${path}`, { method: 'PUT', body });
    expect((await put('')).ok).toBe(true);
    for (const file of readdirSync(directory))
      expect((await put(`/${PREFIX}${file}`, readFileSync(join(directory, file)))).ok).toBe(true);
  };

  beforeAll(async () => {
    account = await Account.open();
    await account.createSecrets(AGENCY);
  });
  afterAll(async () => {
    await account.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('is a template and the code of its functions, and needs no bootstrap', async () => {
    succeeded(await account.release(directory, PREFIX));
    const files = readdirSync(directory);
    expect(files.filter((file) => !/^[0-9a-f]{64}\.zip$/.test(file))).toEqual([TEMPLATE]);
    const text = readFileSync(join(directory, TEMPLATE), 'utf8');
    expect(text).not.toMatch(/cdk-|[Bb]ootstrap/);
    const keys = [...text.matchAll(/[0-9a-f]{64}\.zip/g)].map(([key]) => key);
    expect(keys.length).toBeGreaterThanOrEqual(5);
    expect([...new Set(keys)].sort()).toEqual(files.filter((file) => file !== TEMPLATE).sort());
    leaveOutUnknown(join(directory, TEMPLATE));
  });

  it('is launched by CloudFormation alone, for an agency that it was not made for', async () => {
    await upload();
    const cloudFormation = new CloudFormationClient({});
    const { giav, clientify } = account.addresses;
    const parameters = {
      AgencyName: AGENCY,
      GiavAddress: giav,
      ClientifyAddress: clientify,
      AssetsBucket: BUCKET,
      AssetsPrefix: PREFIX,
    };
    await cloudFormation.send(
      new CreateStackCommand({
        StackName: STACK,
        TemplateURL: `${account.aws.url}/${BUCKET}/${PREFIX}${TEMPLATE}`,
        Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
      }),
    );
    await waitUntilStackCreateComplete(
      { client: cloudFormation, maxWaitTime: 120, minDelay: 1, maxDelay: 2 },
      { StackName: STACK },
    );
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: STACK }));
    const outputs: unknown = Object.fromEntries(
      (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
    expect(outputs).toMatchObject({
      Agency: AGENCY,
      SettingsParameter: `/giav-clientify/${AGENCY}/sync-config`,
    });
  });

  it('syncs, by its own functions on its own state', async () => {
    const ended = succeeded(await account.cli(AGENCY, 'sync', '--mode', 'full', '--json'));
    const report = JSON.parse(ended.stdout.trim().split('\n').pop() ?? '{}') as {
      run: { status: string };
      clients: Record<string, number>;
    };
    expect(report.run.status).toBe('completed');
    expect(report.clients).toMatchObject({ read: 110, failed: 0 });
  });
});
