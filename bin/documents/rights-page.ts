import {
  CALL,
  DELIVERY,
  DRIVEN,
  OPERATOR,
  RIGHTS,
  type Called,
  type Rights,
} from '../../lib/stack/rights';
import { code, table } from './markdown';

/** Ids in the stack: AWS puts the name of the stack before them, and letters of its own behind. */
const IDS: Readonly<Partial<Record<Called, string>>> = {
  table: 'State',
  runs: 'QueuesRuns',
  work: 'QueuesWork',
  changes: 'QueuesChanges',
  reconcile: 'QueuesReconcile',
  deadLetter: 'QueuesDeadLetter',
  runsDeadLetter: 'QueuesRunsDeadLetter',
};

/** Of whom the policy is about. The secret of the webhook and the user pool have names of AWS's making: two outputs of the stack. */
export interface Deployment {
  readonly agency: string;
  readonly account: string;
  /** `WebhookSecretId`. */
  readonly webhookSecret: string;
  /** `ConsoleUserPoolId`. */
  readonly userPool: string;
}

function arnOf(called: Called, { agency, account, webhookSecret, userPool }: Deployment): string {
  const stack = `giav-clientify-${agency}`;
  const arn = (service: string, rest: string): string => `arn:aws:${service}:*:${account}:${rest}`;
  if (called === 'stack') return arn('cloudformation', `stack/${stack}/*`);
  if (called === 'settings') return arn('ssm', `parameter/giav-clientify/${agency}/sync-config`);
  const id = IDS[called];
  if (called === 'table') return arn('dynamodb', `table/${stack}-${id ?? ''}????????-*`);
  if (called === 'secret webhook') return webhookSecret;
  if (called === 'people') return arn('cognito-idp', `userpool/${userPool}`);
  if (called.startsWith('secret '))
    return arn('secretsmanager', `secret:giav-clientify/${agency}/${called.slice(7)}-??????`);
  return arn('sqs', `${stack}-${id ?? ''}????????-*`);
}

export interface OperatorPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: {
    readonly Effect: 'Allow';
    readonly Action: string[];
    readonly Resource: string[];
  }[];
}

/** The policy of whoever uses the command line on a deployment. */
export function operatorPolicy(deployment: Deployment): OperatorPolicy {
  const byActions = new Map<string, Called[]>();
  for (const [called, actions] of Object.entries(OPERATOR)) {
    const key = [...actions].sort().join(' ');
    byActions.set(key, [...(byActions.get(key) ?? []), called as Called]);
  }
  return {
    Version: '2012-10-17',
    Statement: [...byActions].map(([actions, called]) => ({
      Effect: 'Allow',
      Action: actions.split(' '),
      Resource: called.map((one) => arnOf(one, deployment)),
    })),
  };
}

const cell = (rights: Rights, called: Called): string =>
  (rights[called] ?? []).map((action) => code(action.split(':')[1] ?? '')).join(', ');

const NAMES = Object.keys(RIGHTS) as (keyof typeof RIGHTS)[];

/** docs/rights.md: who may do what, of the lists that the stack is made of. */
export function rightsPage(): string {
  const called = [...new Set(NAMES.flatMap((name) => Object.keys(RIGHTS[name]) as Called[]))];
  const rows = called.map((one) => [one, ...NAMES.map((name) => cell(RIGHTS[name], one))]);
  const operator = Object.keys(OPERATOR).map((one) => [one, cell(OPERATOR, one as Called)]);
  return [
    '# Rights',
    '',
    'Made by `npm run docs` of `lib/stack/rights.ts`, from which the stack makes its policies; a test fails when it is stale. Another one (`test/stack/rights`) records what functions and commands call: in days of the simulation with faults, when a function starts, and by every command that takes `--stack`. It compares both ways, so that nothing is granted that nobody calls, and asks a policy engine about every call with the policies of the template: allowed over TLS; on a queue refused without it; refused to every other function.',
    '',
    '## Functions',
    '',
    ...table(['', ...NAMES.map(code)], rows),
    '',
    `In the name of a function AWS itself calls ${DRIVEN.map(code).join(', ')} on the queue that drives it, \`logs:CreateLogStream\` and \`logs:PutLogEvents\` on its log, \`xray:PutTraceSegments\` and \`xray:PutTelemetryRecords\`. The roles of the schedules may call ${DELIVERY.map(code).join(', ')} on the queue that they start, the one of the letter ${CALL.map(code).join(', ')} on its function, EventBridge the same on the queue of reconcile when the alarm of the webhook ends, and CloudWatch \`sns:Publish\` on the topic of the alarms.`,
    '',
    'The rights of the console hang on the keys of items, which this table cannot show: they are in `lib/stack/console.ts`, and `test/stack/console.test.ts` asks the same engine about them.',
    '',
    '## Whoever uses the command line',
    '',
    'For `--stack` (region and credentials as everywhere in AWS). Put in the name of the agency, the number of the account, and the outputs `WebhookSecretId` and `ConsoleUserPoolId` of the stack (without a webhook, or a console, leave its entry out):',
    '',
    '```json',
    JSON.stringify(
      operatorPolicy({
        agency: 'AGENCY',
        account: 'ACCOUNT',
        webhookSecret: 'WEBHOOK_SECRET',
        userPool: 'USER_POOL',
      }),
      null,
      2,
    ),
    '```',
    '',
    ...table(['', 'calls'], operator),
    '',
    'The records that it shows are personal data: give it to persons, not to programs. `cdk deploy` works with the roles of `cdk bootstrap`, not with this.',
    '',
  ].join('\n');
}
