import { statSync } from 'node:fs';
import { join } from 'node:path';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CONSOLE_FLOOD_RATE } from '../../bin/documents/cost';
import { parseSyncConfig, withEnvironment } from '../../lib/config/environment';
import { bundleParts, bundles } from '../../lib/stack/bundles';
import { SyncStack } from '../../lib/stack/sync-stack';

const ACCOUNT = '123456789012';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

const make = (console?: boolean): SyncStack =>
  new SyncStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'giav-clientify-test', {
    agency: 'test',
    giavEndpoint: 'https://giav.example/api.asmx',
    clientifyBaseUrl: 'https://clientify.example/v1',
    config: withEnvironment(parseSyncConfig(''), { WRITE_BACK: 'dry-run' }),
    console,
  });
const stack = make();
const template = Template.fromStack(stack);
const resources = template.toJSON()['Resources'] as Record<string, Resource>;
const ofType = (type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);
const idOf = (type: string, start: string): string => {
  const found = ofType(type).find(
    ([id]) => id.startsWith(start) && !id.slice(start.length).startsWith('DeadLetter'),
  );
  if (!found) throw new Error(`no ${type} ${start}`);
  return found[0];
};

/** The ARN of a resource of the template, as it would be in an account. */
function arnOf(id: string): string {
  const of = {
    'AWS::DynamoDB::Table': `dynamodb:eu-west-1:${ACCOUNT}:table/${id}`,
    'AWS::SQS::Queue': `sqs:eu-west-1:${ACCOUNT}:${id}`,
    'AWS::SecretsManager::Secret': `secretsmanager:eu-west-1:${ACCOUNT}:secret:${id}`,
    'AWS::Logs::LogGroup': `logs:eu-west-1:${ACCOUNT}:log-group:${id}:*`,
    'AWS::SSM::Parameter': `ssm:eu-west-1:${ACCOUNT}:parameter/${id}`,
  }[resources[id]?.Type ?? ''];
  return `arn:aws:${of ?? `unknown:::${id}`}`;
}

function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (value === null || typeof value !== 'object') return value;
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref') {
    const id = String(argument);
    if (id === 'AWS::Partition') return 'aws';
    if (id === 'AWS::AccountId') return ACCOUNT;
    if (id === 'AWS::Region') return 'eu-west-1';
    return resources[id]?.Type === 'AWS::SecretsManager::Secret' ? arnOf(id) : id;
  }
  if (name === 'Fn::GetAtt') return arnOf((argument as string[])[0] ?? '');
  if (name === 'Fn::Join')
    return (resolved((argument as unknown[])[1]) as string[]).join((argument as string[])[0]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
}

const policies = ofType('AWS::IAM::Policy')
  .filter(([id]) => id.startsWith('Consoleconsolerole'))
  .map(([name, { Properties }]) => ({ name, policy: resolved(Properties['PolicyDocument']) }));

/** Whether the console's role may do that, by the rules of IAM. */
async function may(
  action: string,
  resource: string,
  leadingKeys?: readonly string[],
): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/console`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: leadingKeys ? { 'dynamodb:LeadingKeys': [...leadingKeys] } : {},
      },
      identityPolicies: policies,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === 'error') throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult === 'Allowed';
}

const TABLE = arnOf(idOf('AWS::DynamoDB::Table', 'State'));
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'] as const;
const OTHERS = [
  'AUDIT',
  'LINK#client#1001',
  'CLIENT_OF#contact#7',
  'CLAIM#client#x',
  'DECISION#client#1001',
  'FAILED',
  'PENDING',
  'HALT',
  'UNVERIFIED',
  'INCIDENT',
  'WATERMARK',
  'RUNS',
  'RUN#1',
  'LEASE',
  'ACCOUNT',
  'SESSION',
  'SETTINGS#x',
];

describe('what the role of the console may do', () => {
  it('is asked for a role that is there', () => {
    expect(policies).toHaveLength(1);
  });
  it('reads the state, without a scan', async () => {
    for (const action of ['GetItem', 'BatchGetItem', 'Query'])
      expect([action, await may(`dynamodb:${action}`, TABLE, ['AUDIT'])]).toEqual([action, true]);
    expect(await may('dynamodb:Scan', TABLE)).toBe(false);
  });
  it.each(WRITES)('does not %s a line of the audit', async (action) => {
    expect(await may(`dynamodb:${action}`, TABLE, ['AUDIT'])).toBe(false);
  });
  it.each(WRITES)('does not %s anything that the sync lives by', async (action) => {
    for (const key of OTHERS)
      expect([key, await may(`dynamodb:${action}`, TABLE, [key])]).toEqual([key, false]);
  });
  it('does not write to two partitions at once, nor to none', async () => {
    for (const action of WRITES) {
      expect(await may(`dynamodb:${action}`, TABLE, ['SESSION#1', 'AUDIT'])).toBe(false);
      expect(await may(`dynamodb:${action}`, TABLE)).toBe(false);
    }
  });
  it('keeps sessions', async () => {
    for (const action of ['PutItem', 'UpdateItem', 'DeleteItem'])
      expect([action, await may(`dynamodb:${action}`, TABLE, ['SESSION#abc'])]).toEqual([
        action,
        true,
      ]);
  });
  it('adds versions of the settings, and takes none away', async () => {
    expect(await may('dynamodb:PutItem', TABLE, ['SETTINGS'])).toBe(true);
    for (const action of ['UpdateItem', 'DeleteItem'])
      expect([action, await may(`dynamodb:${action}`, TABLE, ['SETTINGS'])]).toEqual([
        action,
        false,
      ]);
  });
  it.each([
    ['Runs', true],
    ['Changes', false],
    ['Work', false],
    ['DeadLetter', false],
    ['Reconcile', false],
    ['RunsDeadLetter', false],
  ])('sends to the queue %s: %s, and takes from none', async (queue, sends) => {
    const arn = arnOf(idOf('AWS::SQS::Queue', `Queues${queue}`));
    expect(await may('sqs:SendMessage', arn)).toBe(sends);
    for (const action of ['ReceiveMessage', 'DeleteMessage', 'PurgeQueue'])
      expect([action, await may(`sqs:${action}`, arn)]).toEqual([action, false]);
  });
  it('holds no right that its pages never use', () => {
    const statements = policies.flatMap(
      ({ policy }) => (policy as { Statement: { Action: string | string[] }[] }).Statement,
    );
    const actions = new Set(statements.flatMap(({ Action }) => Action));
    expect([...actions].sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'sqs:SendMessage',
      'ssm:GetParameter',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    // What would send changes or count messages is not even in its bundle.
    const unused = ['choose-value', 'restore', 'look-again', 'status', 'failed-records'];
    const inBundle = Object.keys(bundleParts()['console'] ?? {});
    expect(inBundle).toContain('lib/admin/today.ts');
    for (const name of unused) expect(inBundle).not.toContain(`lib/admin/${name}.ts`);
  });
  it('reads the key of Documentos; never a key of GIAV, Clientify or the webhook', async () => {
    const read = (arn: string): Promise<boolean> => may('secretsmanager:GetSecretValue', arn);
    expect(await read(arnOf(idOf('AWS::SecretsManager::Secret', 'DocumentoKey')))).toBe(true);
    expect(await read(arnOf(idOf('AWS::SecretsManager::Secret', 'Webhook')))).toBe(false);
    for (const system of ['giav', 'clientify'])
      expect(
        await read(
          `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:giav-clientify/test/${system}-AbCdEf`,
        ),
      ).toBe(false);
  });
  it('has no right over its own people, events, functions or other roles', () => {
    const text = JSON.stringify(policies);
    expect(text).not.toMatch(/cognito|events:|lambda:|iam:|sts:|kms:|s3:|states:/);
  });
});

describe('who is let in', () => {
  it('is invited: nobody signs up, and a second factor is offered', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      UserPoolName: 'giav-clientify-test',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 12 }) },
      UsernameAttributes: ['email'],
    });
  });
  it('is in one of two groups', () => {
    expect(
      ofType('AWS::Cognito::UserPoolGroup')
        .map(([, { Properties }]) => Properties['GroupName'])
        .sort(),
    ).toEqual(['admins', 'readers']);
  });
  it('signs in at the managed login, by code and PKCE of a client without a secret, and comes back to the console only', () => {
    const [[, client] = ['', undefined]] = ofType('AWS::Cognito::UserPoolClient');
    expect(client?.Properties).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      GenerateSecret: false,
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
      IdTokenValidity: 5,
      SupportedIdentityProviders: ['COGNITO'],
    });
    const api = { 'Fn::GetAtt': [idOf('AWS::ApiGatewayV2::Api', 'Console'), 'ApiEndpoint'] };
    for (const [name, path] of [
      ['CallbackURLs', '/console/vuelta'],
      ['LogoutURLs', '/console/fuera'],
    ] as const)
      expect(client?.Properties[name]).toEqual([{ 'Fn::Join': ['', [api, path]] }]);
    template.hasResourceProperties('AWS::Cognito::UserPoolDomain', { ManagedLoginVersion: 2 });
    template.resourceCountIs('AWS::Cognito::ManagedLoginBranding', 1);
  });
});

describe('the function of the console', () => {
  it('is less than 1 MB', () => {
    expect(statSync(join(bundles(), 'console', 'index.js')).size).toBeLessThan(1024 * 1024);
  });
  it('is behind an API of its own, slow for a flood, and not for other methods or paths', () => {
    const api = idOf('AWS::ApiGatewayV2::Api', 'Console');
    const routes = ofType('AWS::ApiGatewayV2::Route')
      .filter(([, { Properties }]) => (Properties['ApiId'] as { Ref: string }).Ref === api)
      .map(([, { Properties }]) => Properties['RouteKey']);
    expect(routes.sort()).toEqual(
      ['GET', 'POST']
        .flatMap((method) => ['/', '/console', '/console/{proxy+}'].map((at) => `${method} ${at}`))
        .sort(),
    );
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      ApiId: { Ref: api },
      DefaultRouteSettings: { ThrottlingBurstLimit: 100, ThrottlingRateLimit: CONSOLE_FLOOD_RATE },
    });
  });
  it('is told who it serves by its environment, and no secret', () => {
    const [, fn] = ofType('AWS::Lambda::Function').find(([id]) => id.startsWith('Console')) ?? [];
    const { Variables: names } = fn?.Properties['Environment'] as { Variables: object };
    expect(Object.keys(names).sort()).toEqual([
      'AGENCY',
      'CHANGE_QUEUE_URL',
      'CONSOLE_CLIENT_ID',
      'CONSOLE_LOGIN_URL',
      'CONSOLE_ORIGIN',
      'CONSOLE_USER_POOL_ID',
      'DEAD_LETTER_QUEUE_URL',
      'DOCUMENTO_SECRET_ID',
      'POWERTOOLS_SERVICE_NAME',
      'RUN_QUEUE_URL',
      'SYNC_CONFIG_PARAMETER',
      'TABLE_NAME',
      'WEBHOOK_URL',
      'WORK_QUEUE_URL',
    ]);
  });
  it('tells its address and its user pool to the command line', () => {
    template.hasOutput('ConsoleUrl', {});
    template.hasOutput('ConsoleUserPoolId', {});
  });
});

describe('the e-mail of an alarm', () => {
  /** Its description, as CloudFormation will put it together. */
  const textOf = (description: unknown): string =>
    JSON.stringify(description, (_, value: unknown) => {
      const [name, argument] = Object.entries(value ?? {})[0] ?? [];
      if (name === 'Fn::GetAtt') return 'https://console.example';
      return name === 'Fn::Join' ? (argument as [string, unknown[]])[1] : value;
    }).replace(/","|\[?"|"\]?/g, '');

  it.each([
    ['DeadLetters', '/console/por-resolver'],
    ['RecordErrors', '/console/por-resolver'],
    ['RunFailed', '/console/ejecuciones'],
    ['UnsafeWrite', '/console'],
  ])('of %s leads to the page of the console where one sees it: %s', (name, path) => {
    const alarm = ofType('AWS::CloudWatch::Alarm').find(
      ([, { Properties }]) => Properties['AlarmName'] === `giav-clientify-test-${name}`,
    );
    expect(textOf(alarm?.[1].Properties['AlarmDescription'])).toContain(
      ` https://console.example${path} docs/runbook.md#${name.toLowerCase()}`,
    );
  });
  it('leads to none where there is no console', () => {
    const alarms = Template.fromStack(make(false)).findResources('AWS::CloudWatch::Alarm');
    expect(Object.keys(alarms).length).toBeGreaterThan(10);
    expect(JSON.stringify(alarms)).not.toContain('/console');
  });
});

describe('a deployment without a console', () => {
  const without = Template.fromStack(make(false)).toJSON() as {
    Resources: Record<string, Resource>;
    Outputs: Record<string, unknown>;
  };
  it('has nothing of it', () => {
    expect(Object.keys(without.Resources).filter((id) => id.startsWith('Console'))).toEqual([]);
    expect(Object.keys(without.Outputs).filter((id) => id.startsWith('Console'))).toEqual([]);
    expect(JSON.stringify(without.Resources)).not.toContain('Cognito');
  });
  it('is otherwise the same: what holds data stays when the console goes', () => {
    const rest = Object.entries(resources).filter(
      ([id, { Type }]) => /DynamoDB|SQS/.test(Type) && !id.startsWith('Console'),
    );
    for (const [id] of rest) expect(without.Resources[id]).toEqual(resources[id]);
  });
});

it('passes the rules of AwsSolutions, with a written reason for each exception', () => {
  const report = new AwsSolutionsChecks(stack.node.root).validateScope(stack);
  expect(
    report.violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources]),
  ).toEqual([]);
});
