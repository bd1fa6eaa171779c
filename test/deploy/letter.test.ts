import { setTimeout as wait } from 'node:timers/promises';
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ListSubscriptionsByTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { adminPorts, findDeployment } from '../../lib/admin/deployment';
import { Account, type Ended } from './deployment';
import { whyNot } from './ministack';

const missing = whyNot();
const AGENCY = 'letter';
const STACK = `giav-clientify-${AGENCY}`;
const QUIET = { modified: { everyMinutes: 0 }, full: { cron: null } };

const succeeded = (ended: Ended): Ended => {
  if (ended.code !== 0)
    throw new Error(
      `exit ${ended.code ?? 'signal'}\n${ended.stdout.slice(-3000)}\n${ended.stderr.slice(-3000)}`,
    );
  return ended;
};

/** What SNS puts on a queue that is subscribed to a topic: what it mails otherwise. */
interface Delivered {
  readonly Subject: string;
  readonly Message: string;
}

(missing === null ? describe : describe.skip)('the letter on an emulator of AWS', () => {
  let account: Account;
  let queueUrl: string;
  const sqs = (): SQSClient => new SQSClient({ useQueueUrlAsEndpoint: false });

  /** Physical names by logical id, of what belongs to the letter. */
  const ofLetter = async (): Promise<Map<string, string>> => {
    const { StackResources: all = [] } = await new CloudFormationClient({}).send(
      new DescribeStackResourcesCommand({ StackName: STACK }),
    );
    return new Map(
      all
        .filter(({ LogicalResourceId: id }) =>
          /^(Letter|AlarmsFunctionErrorsletter)/.test(id ?? ''),
        )
        .map((one) => [
          String(one.LogicalResourceId).replace(/[0-9A-F]{8}$/, ''),
          String(one.PhysicalResourceId),
        ]),
    );
  };
  /** @param how `Event`: as Scheduler calls a function, without waiting for its answer */
  const call = (fn: string, how: 'Event' | 'RequestResponse'): Promise<Response> =>
    fetch(`${account.aws.url}/2015-03-31/functions/${fn}/invocations`, {
      method: 'POST',
      headers: { 'X-Amz-Invocation-Type': how },
      body: '{}',
    });
  const delivered = async (): Promise<Delivered[]> => {
    const { Messages = [] } = await sqs().send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
      }),
    );
    return Messages.map(({ Body }) => JSON.parse(Body ?? '') as Delivered);
  };

  beforeAll(async () => {
    account = await Account.open();
    succeeded(await account.bootstrap());
    await account.createSecrets(AGENCY);
  });
  afterAll(async () => {
    await account.close();
  });

  it('does not exist while nobody is named', async () => {
    succeeded(await account.deploy(AGENCY, QUIET));
    expect([...(await ofLetter()).keys()]).toEqual([]);
  });

  it('exists for an address, whose subscription waits for the click', async () => {
    succeeded(
      await account.deploy(AGENCY, QUIET, '--parameters', 'DigestEmail=ana@agency.example'),
    );
    const parts = await ofLetter();
    expect([...parts.keys()].sort()).toEqual([
      'AlarmsFunctionErrorsletter',
      'LetterDaily',
      'LetterEmail',
      'LetterTopic',
      'LetterTopicPolicy',
      'Lettercallerrole',
      'LettercallerroleDefaultPolicy',
      'Letterletter',
      'Letterletterlogs',
      'Letterletterrole',
      'LetterletterroleDefaultPolicy',
    ]);
    const { Subscriptions = [] } = await new SNSClient({}).send(
      new ListSubscriptionsByTopicCommand({ TopicArn: parts.get('LetterTopic') }),
    );
    expect(Subscriptions).toMatchObject([{ Protocol: 'email', Endpoint: 'ana@agency.example' }]);
    const schedule = await new SchedulerClient({}).send(
      new GetScheduleCommand({ Name: parts.get('LetterDaily')?.split(/[/|]/).pop() }),
    );
    expect(schedule.ScheduleExpression).toBe('cron(0 8-23 * * ? *)');
    expect(schedule.Target?.Arn).toMatch(
      new RegExp(`:function:${String(parts.get('Letterletter'))}$`),
    );
  });

  it('is delivered once, when something waits: as the command shows it, by nothing that is personal', async () => {
    const parts = await ofLetter();
    const admin = adminPorts(await findDeployment(STACK));
    await admin.failures.add('client', '40010', {
      at: new Date(Date.now() - 86_400_000).toISOString(),
      runId: 'r1',
      reason: 'CLIENTIFY_REFUSED',
      message: 'Ana García',
    });
    ({ QueueUrl: queueUrl = '' } = await sqs().send(
      new CreateQueueCommand({ QueueName: 'mailbox' }),
    ));
    const { Attributes } = await sqs().send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
    );
    await new SNSClient({}).send(
      new SubscribeCommand({
        TopicArn: parts.get('LetterTopic'),
        Protocol: 'sqs',
        Endpoint: Attributes?.['QueueArn'],
      }),
    );
    expect((await call(String(parts.get('Letterletter')), 'Event')).status).toBe(202);
    let letters: Delivered[] = [];
    for (let tries = 0; letters.length === 0 && tries < 100; tries++) {
      await wait(300);
      letters = await delivered();
    }
    const shown = succeeded(await account.cli(AGENCY, 'letter', '--language', 'es')).stdout;
    const [{ Subject, Message } = { Subject: '', Message: '' }] = letters;
    expect(Subject).toBe('giav-clientify letter: 1 registro espera a una persona');
    expect(`${Subject}\n\n${Message}`.trim()).toBe(shown.trim());
    expect(Message).toMatch(
      /cliente 40010 \(desde el [\d/]+\): https?:\/\/\S+\/console\/ficha\/cliente\/40010\n/,
    );
    expect(Message).not.toContain('García');
    const again = await call(String(parts.get('Letterletter')), 'RequestResponse');
    expect(await again.json()).toBe('already');
    expect(await delivered()).toHaveLength(1);
  });

  it('is gone with the address', async () => {
    succeeded(await account.deploy(AGENCY, QUIET, '--parameters', 'DigestEmail='));
    expect([...(await ofLetter()).keys()]).toEqual([]);
  });
});
