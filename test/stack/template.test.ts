import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { FLOOD_RATE, STANDING } from '../../bin/documents/cost';
import { WATCHED } from '../../lib/ports/meter';
import { CHANGE, WEBHOOK } from '../../lib/sync/budget';
import { parseSyncConfig, withEnvironment } from '../../lib/config/environment';
import { shareConcurrency } from '../../lib/stack/limits';
import { weekDays } from '../../lib/stack/schedules';
import { SyncStack } from '../../lib/stack/sync-stack';
import type { SyncStackProps } from '../../lib/stack/sync-stack-props';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly Condition?: string;
}
interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

// Bundling is the synth step's business; the assertions look at the resources.
const make = (
  agency: string,
  config: unknown = {},
  more: Partial<SyncStackProps> & { readonly mode?: 'off' | 'dry-run' | 'on' } = {},
): SyncStack =>
  new SyncStack(
    new App({ context: { 'aws:cdk:bundling-stacks': [] } }),
    `giav-clientify-${agency}`,
    {
      agency,
      giavEndpoint: 'https://giav.example/api.asmx',
      clientifyBaseUrl: 'https://clientify.example/v1',
      config: withEnvironment(parseSyncConfig(JSON.stringify(config)), {
        WRITE_BACK: more.mode ?? 'dry-run',
      }),
      ...more,
    },
  );
const stack = make('test');
const template = Template.fromStack(stack);
const resources = template.toJSON()['Resources'] as Record<string, Resource>;
const ofType = (type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);
const asList = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);

/** The statements of the role of one function. */
const rightsOf = (name: string): Statement[] =>
  ofType('AWS::IAM::Policy')
    .filter(([id]) => id.toLowerCase().includes(`${name.replace(/-/g, '')}role`))
    .flatMap(
      ([, { Properties }]) =>
        (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement,
    );
const actionsOf = (name: string): string[] =>
  rightsOf(name).flatMap(({ Action }) => asList(Action));
const resourcesFor = (name: string, service: string): string =>
  JSON.stringify(
    rightsOf(name)
      .filter(({ Action }) => asList(Action).some((action) => action.startsWith(service)))
      .map((statement) => statement.Resource),
  );

describe('what would be lost', () => {
  it('keeps the table: on demand, point-in-time recovery, encrypted, protected, retained', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        DeletionProtectionEnabled: true,
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      },
    });
  });
  it('never replaces a table or a queue that holds data: their logical ids are a committed list', () => {
    const retained = Object.fromEntries(
      Object.entries(resources)
        .filter(
          ([, { DeletionPolicy, Type }]) =>
            DeletionPolicy?.startsWith('Retain') && /DynamoDB|SQS/.test(Type),
        )
        .map(([id, { Type }]) => [id, Type]),
    );
    const committed = JSON.parse(readFileSync(join(__dirname, 'stateful.json'), 'utf8')) as Record<
      string,
      string
    >;
    expect(retained).toEqual(committed);
  });
  it('can be taken into a new stack: the runbook names what is kept by its ids', () => {
    const runbook = readFileSync(join(__dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
    const kept = Object.entries(resources).filter(([, { DeletionPolicy }]) =>
      DeletionPolicy?.startsWith('Retain'),
    );
    for (const [id] of kept) expect(runbook).toContain(`"${id}"`);
  });
  it('leaves no queue and no key behind when the first deployment fails', () => {
    const kept = Object.entries(resources).filter(([, { DeletionPolicy }]) =>
      DeletionPolicy?.startsWith('Retain'),
    );
    expect(kept.map(([id, { DeletionPolicy }]) => [id.replace(/[0-9A-F]{8}$/, ''), DeletionPolicy]))
      // The table is protected, which its removal would fail at; nothing can have written to it.
      .toEqual([
        ['State', 'Retain'],
        ['QueuesDeadLetter', 'RetainExceptOnCreate'],
        ['QueuesChanges', 'RetainExceptOnCreate'],
        ['DocumentoKeySecret', 'RetainExceptOnCreate'],
      ]);
  });
  it('starts nothing before all of it is there: what fails to be deployed has stored nothing', () => {
    const last = ofType('AWS::Scheduler::Schedule').filter(
      // The letter starts nothing.
      ([, { Condition }]) => Condition === undefined,
    ) as [string, { DependsOn?: string[] }][];
    for (const [, { DependsOn = [] }] of last)
      for (const type of [
        'AWS::Lambda::EventSourceMapping',
        'AWS::ApiGatewayV2::Stage',
        'AWS::CloudWatch::Alarm',
      ])
        for (const [id, { Condition }] of ofType(type))
          if (Condition === undefined) expect(DependsOn).toContain(id);
  });
  it('keeps the key of stored Documentos as long as the table; nobody has to make it up, and no text of the stack holds it', () => {
    const [[, secret] = ['', undefined]] = Object.entries(resources).filter(
      ([id, { Type }]) => Type === 'AWS::SecretsManager::Secret' && id.startsWith('DocumentoKey'),
    );
    expect(secret).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        GenerateSecretString: {
          GenerateStringKey: 'key',
          PasswordLength: 64,
          SecretStringTemplate: '{}',
        },
      },
    });
    expect(secret?.Properties['SecretString']).toBeUndefined();
  });
  it('names neither the table nor the queues, so that no update has to replace them by name', () => {
    for (const [, { Properties }] of [
      ...ofType('AWS::DynamoDB::Table'),
      ...ofType('AWS::SQS::Queue'),
    ])
      expect([Properties['TableName'], Properties['QueueName']]).toEqual([undefined, undefined]);
  });
});

describe('queues', () => {
  it('carries records and changes on FIFO queues whose dead letters go to a FIFO queue', () => {
    const deadLetter = Object.keys(resources).find((id) => id.startsWith('QueuesDeadLetter'));
    for (const [id, tries] of [
      ['QueuesWork', 100],
      ['QueuesChanges', 1000],
    ] as const) {
      const [, queue] = ofType('AWS::SQS::Queue').find(([name]) => name.startsWith(id)) as [
        string,
        Resource,
      ];
      expect(queue.Properties).toMatchObject({
        FifoQueue: true,
        RedrivePolicy: {
          maxReceiveCount: tries,
          deadLetterTargetArn: { 'Fn::GetAtt': [deadLetter, 'Arn'] },
        },
      });
    }
  });
  it('gives every queue that is no dead-letter queue a redrive policy', () => {
    for (const [id, { Properties }] of ofType('AWS::SQS::Queue'))
      expect([id, Properties['RedrivePolicy'] !== undefined]).toEqual([id, !/DeadLetter/.test(id)]);
  });
  it('keeps dead letters for two weeks', () => {
    for (const [id, { Properties }] of ofType('AWS::SQS::Queue'))
      if (/DeadLetter/.test(id)) expect(Properties['MessageRetentionPeriod']).toBe(14 * 86_400);
  });
  it('hands changes over late enough to see all that was collapsed', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      DelaySeconds: CHANGE.delaySeconds,
    });
  });
});

describe('encryption', () => {
  it('encrypts queues at rest and refuses calls without TLS', () => {
    const guarded = ofType('AWS::SQS::QueuePolicy').flatMap(([, { Properties }]) => {
      const denies = (
        Properties['PolicyDocument'] as { Statement: (Statement & { Condition?: unknown })[] }
      ).Statement.some(
        ({ Effect, Condition }) =>
          Effect === 'Deny' && JSON.stringify(Condition).includes('"aws:SecureTransport":"false"'),
      );
      return denies ? (Properties['Queues'] as { Ref: string }[]).map(({ Ref }) => Ref) : [];
    });
    for (const [id, { Properties }] of ofType('AWS::SQS::Queue')) {
      expect([id, Properties['SqsManagedSseEnabled']]).toEqual([id, true]);
      expect(guarded).toContain(id);
    }
  });
  it('lets CloudWatch alone tell the topic of the alarms, over TLS; no key of our own is paid for', () => {
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
          }),
        ]),
      },
    });
  });
});

describe('rights', () => {
  it('gives no right on every resource but for X-Ray, which knows none', () => {
    for (const [id, { Properties }] of ofType('AWS::IAM::Policy'))
      for (const { Action, Resource: on } of (
        Properties['PolicyDocument'] as { Statement: Statement[] }
      ).Statement)
        if (JSON.stringify(on).includes('"*"'))
          expect([id, asList(Action).every((action) => action.startsWith('xray:'))]).toEqual([
            id,
            true,
          ]);
  });
  it('gives no action by a wildcard, and no managed policy', () => {
    for (const [, { Properties }] of ofType('AWS::IAM::Policy'))
      for (const { Action } of (Properties['PolicyDocument'] as { Statement: Statement[] })
        .Statement)
        expect(asList(Action).filter((action) => action.includes('*'))).toEqual([]);
    for (const [, { Properties }] of ofType('AWS::IAM::Role'))
      expect(Properties['ManagedPolicyArns']).toBeUndefined();
  });
  it('lets the webhook put hints on the queue and read its own secret, nothing else: no table', () => {
    expect([...new Set(actionsOf('webhook'))].sort()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'sqs:SendMessage',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    expect(resourcesFor('webhook', 'secretsmanager')).toContain('WebhookSecret');
  });
  it.each(['record-worker', 'write-back', 'reconcile'])(
    'lets %s not read the secret of the webhook',
    (name) => {
      expect(rightsOf(name).length).toBeGreaterThan(3);
      expect(resourcesFor(name, 'secretsmanager')).not.toContain('WebhookSecret');
    },
  );
  describe('who takes the webhook slots for people of the console', () => {
    const given = (of: Record<string, Resource>): Record<string, unknown> => {
      const [, fetcher] =
        Object.entries(of).find(
          ([id, { Type }]) =>
            Type === 'AWS::Lambda::Function' && id.startsWith('Functionspagefetcher'),
        ) ?? [];
      return (fetcher?.Properties['Environment'] as { Variables: Record<string, unknown> })
        .Variables;
    };
    it('is told its address and may read its secret; nothing goes round in a circle', () => {
      expect(resourcesFor('page-fetcher', 'secretsmanager')).toContain('WebhookSecret');
      const { WEBHOOK_URL, WEBHOOK_SECRET_ID, CLIENTIFY_V2_BASE_URL } = given(resources);
      expect(JSON.stringify(WEBHOOK_URL)).toMatch(/"WebhookApi.*"ApiEndpoint".*\/clientify"/);
      expect(JSON.stringify(WEBHOOK_SECRET_ID)).toContain('WebhookSecret');
      expect(CLIENTIFY_V2_BASE_URL).toBe('https://api-plus.clientify.com/v2');
    });
    it('is told none, and may read none, where nobody listens', () => {
      const silent = Template.fromStack(make('silent', {}, { mode: 'off' })).toJSON();
      const of = silent['Resources'] as Record<string, Resource>;
      expect(Object.keys(given(of))).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^WEBHOOK/)]),
      );
      expect(JSON.stringify(of)).not.toContain('WebhookSecret');
    });
  });
  it.each([
    ['record-worker', false],
    ['reconcile', false],
    ['page-fetcher', true],
    ['write-back', true],
  ])('lets %s read the key of GIAV: %s', (name, may) => {
    expect(resourcesFor(name, 'secretsmanager').includes('test/giav')).toBe(may);
  });
  it.each([
    ['record-worker', true],
    ['write-back', true],
    ['page-fetcher', true],
    ['reconcile', false],
    ['webhook', false],
  ])('lets %s read the key of stored Documentos: %s', (name, may) => {
    expect(resourcesFor(name, 'secretsmanager').includes('DocumentoKey')).toBe(may);
  });
  it('lets no function delete the table, and one scan it: to erase a person', () => {
    const far = (name: string): string[] =>
      actionsOf(name).filter((action) => /Scan|DeleteTable|UpdateTable/.test(action));
    for (const name of ['record-worker', 'write-back', 'reconcile']) expect(far(name)).toEqual([]);
    expect(far('page-fetcher')).toEqual(['dynamodb:Scan']);
  });
  it('lets only the webhook and the console be called from outside', () => {
    const principals = ofType('AWS::Lambda::Permission').map(([, { Properties }]) => [
      Properties['Principal'],
      /"(?:Webhookwebhook|Consoleconsole)/.test(JSON.stringify(Properties['FunctionName'])),
    ]);
    expect(new Set(principals.map(String))).toEqual(new Set(['apigateway.amazonaws.com,true']));
  });
  it('passes the rules of AwsSolutions, with a written reason for each exception', () => {
    const report = new AwsSolutionsChecks(stack.node.root).validateScope(stack);
    expect(
      report.violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources]),
    ).toEqual([]);
  });
});

describe('functions', () => {
  it('runs arm64 functions on a current Node, traced, each with its own log that ends', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: Match.anyValue() },
    });
    for (const [, { Properties }] of ofType('AWS::Logs::LogGroup'))
      expect(Properties['RetentionInDays']).toBeLessThanOrEqual(90);
  });
  it('lets a loop of queues go on: AWS would end what is looked at again for the sixteenth time', () => {
    const loops = ofType('AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties['RecursiveLoop'] === 'Allow',
    );
    expect(loops.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'Functionspagefetcher',
      'Functionsrecordworker',
      'Functionswriteback',
    ]);
  });
  it('reports partial batch failures and limits the concurrency of the worker', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });
  it('keeps the time limit of a function under the visibility timeout of its queue', () => {
    for (const [, { Properties }] of ofType('AWS::Lambda::EventSourceMapping')) {
      const fn = resources[(Properties['FunctionName'] as { Ref: string }).Ref] as Resource;
      const queue = resources[
        (Properties['EventSourceArn'] as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0]
      ] as Resource;
      expect(Number(fn.Properties['Timeout'])).toBeLessThan(
        Number(queue.Properties['VisibilityTimeout']),
      );
    }
  });
  it('holds no secret in environment values', () => {
    for (const [, { Properties }] of ofType('AWS::Lambda::Function')) {
      const names = Object.keys((Properties['Environment'] as { Variables: object }).Variables);
      expect(names.filter((name) => /KEY|TOKEN|PASSWORD/.test(name))).toEqual([]);
    }
  });
  it.each([[1], [2], [3], [4], [5], [10], [20]])(
    'shares %i calls in parallel between the invocations without exceeding them',
    (concurrency) => {
      const { invocations, parallel } = shareConcurrency(concurrency);
      expect(invocations).toBeGreaterThanOrEqual(2);
      expect(invocations * parallel).toBeLessThanOrEqual(Math.max(2, concurrency));
    },
  );
});

describe('settings and schedules', () => {
  it('keeps the mapping settings in one parameter of the agency', () => {
    const [[, parameter] = ['', undefined]] = ofType('AWS::SSM::Parameter');
    expect(parameter?.Properties['Name']).toBe('/giav-clientify/test/sync-config');
    expect(parseSyncConfig(String(parameter?.Properties['Value'])).writeBack.mode).toBe('dry-run');
  });
  it('refuses settings that the parameter cannot hold', () => {
    const stages = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [`Estado número ${at}`, 'Confirmado']),
    );
    expect(() => make('large', { stages })).toThrow('SSM keeps at most');
  });
  it('starts the full run by a schedule in Europe/Madrid', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Madrid',
      Target: { Input: '{"v":1,"kind":"start","mode":"full"}' },
    });
  });
  it('takes another hour, other days, or no full run at all', () => {
    const nightly = Template.fromStack(make('nightly', { full: { cron: '30 2 * * 1-5' } }));
    nightly.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 2 ? * MON,TUE,WED,THU,FRI *)',
    });
    const never = Template.fromStack(
      make('never', {
        full: { cron: null },
        modified: { everyMinutes: 0 },
        writeBack: { reconcileMinutes: 0 },
      }),
    );
    // That of the letter starts no run.
    const schedules = Object.keys(never.findResources('AWS::Scheduler::Schedule'));
    expect(schedules.filter((id) => !id.startsWith('Letter'))).toEqual([]);
  });
  it.each([
    ['*', undefined],
    ['0', 'SUN'],
    ['7', 'SUN'],
    ['5-7', 'FRI,SAT,SUN'],
    ['1,3', 'MON,WED'],
    ['*/2', 'SUN,TUE,THU,SAT'],
  ])('reads the weekdays %s of a crontab as %s', (part, days) => {
    expect(weekDays(part)).toBe(days);
  });
  it('starts modified runs at the configured rate, on the same queue', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(10 minutes)',
      Target: { Input: '{"v":1,"kind":"start","mode":"modified"}' },
    });
  });
  it('looks for lost webhooks by a schedule, while there is a way back', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(5 minutes)',
      Target: { Input: '{"v":1,"kind":"reconcile"}' },
    });
  });
});

describe('the webhook', () => {
  it('when its alarm ends, what was not told is searched for at once', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.cloudwatch'],
        'detail-type': ['CloudWatch Alarm State Change'],
        detail: { state: { value: ['OK'] }, previousState: { value: ['ALARM'] } },
      },
      Targets: [Match.objectLike({ Input: '{"v":1,"kind":"reconcile"}' })],
    });
  });
  it('may be silent for longer than Clientify listens before AWS ends it', () => {
    const [[, fn] = ['', undefined]] = ofType('AWS::Lambda::Function').filter(([id]) =>
      id.toLowerCase().includes('webhook'),
    );
    expect(Number(fn?.Properties['Timeout']) * 1000).toBeGreaterThan(WEBHOOK.silentUntilMs + 2000);
  });
  it('takes a burst of 1000, and of a flood no more than 25 in a second', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingBurstLimit: 1000, ThrottlingRateLimit: 25 },
    });
  });
  it('logs its calls without their path, which may hold the secret; so does the console', () => {
    for (const [, stage] of ofType('AWS::ApiGatewayV2::Stage')) {
      const { Format: format } = stage.Properties['AccessLogSettings'] as { Format: string };
      expect(format).toContain('$context.status');
      expect(format).not.toMatch(/path|resource|route|query|host/i);
    }
  });
  it('logs where AWS asks for no policy of its own: an account has room for about twenty', () => {
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/vendedlogs/giav-clientify/test/webhook',
    });
  });
  it('has a secret that no person has to make up', () => {
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { GenerateStringKey: 'current' },
    });
  });
});

describe('while the way back is off', () => {
  const off = Template.fromStack(make('off', {}, { mode: 'off' }));
  const outputs = (of: Template): Record<string, { Value: unknown }> =>
    of.toJSON()['Outputs'] as Record<string, { Value: unknown }>;

  it('there is no public address, no secret of it, and nobody who searches for lost changes', () => {
    // The console's own is for people.
    for (const type of ['ApiGatewayV2::Api', 'ApiGatewayV2::Route', 'Lambda::Permission'])
      expect(
        Object.keys(off.findResources(`AWS::${type}`)).filter((id) => !id.startsWith('Console')),
      ).toEqual([]);
    off.resourceCountIs('AWS::Events::Rule', 0);
    const left = Object.keys(off.toJSON()['Resources'] as object);
    expect(left.filter((id) => /webhook|reconcile/i.test(id))).toEqual([]);
  });
  it('the way back itself is there: it verifies what was written before, and until then no run copies that client', () => {
    const sources = Object.keys(off.findResources('AWS::Lambda::EventSourceMapping'));
    expect(sources.map((id) => /Queues(Runs|Work|Changes)/.exec(id)?.[1]).sort()).toEqual([
      'Changes',
      'Runs',
      'Work',
    ]);
  });
  it('tells the commands that there is none', () => {
    for (const name of ['WebhookUrl', 'WebhookSecretId', 'ReconcileQueueUrl'])
      expect(outputs(off)[name]?.Value).toBe('-');
    expect(Object.keys(outputs(off))).toEqual(Object.keys(outputs(template)));
  });
  it('all of it can be kept, as the local cloud does', () => {
    const kept = Template.fromStack(make('kept', {}, { mode: 'off', webhook: 'always' }));
    kept.resourceCountIs('AWS::ApiGatewayV2::Api', 2);
    kept.resourceCountIs('AWS::Lambda::EventSourceMapping', 4);
    expect(outputs(kept)['WebhookUrl']?.Value).not.toBe('-');
  });
  it('nothing that holds data is another one', () => {
    const stateful = (of: Template): string[] =>
      Object.entries(of.toJSON()['Resources'] as Record<string, Resource>)
        .filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'))
        .map(([id]) => id);
    expect(stateful(off)).toEqual(stateful(template));
  });
});

describe('operations', () => {
  const alarms = (): Resource['Properties'][] =>
    ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
  const runbook = readFileSync(join(__dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');

  it.each([
    ['DeadLetters', 'ApproximateNumberOfMessagesVisible'],
    ['RunsDeadLetters', 'ApproximateNumberOfMessagesVisible'],
    ['WatermarkTooOld', 'WatermarkAge'],
    ['RunFailed', 'RunsFailed'],
    ['RecordErrors', 'FailedPercent'],
    ['FunctionErrors-page-fetcher', 'Errors'],
    ['Throttles-record-worker', 'Throttles'],
    ['UnsafeWrite', 'UnsafeWrites'],
    ['ConsentStillActive', 'ConsentsStillActive'],
    ['ChangesWait', 'ChangeAge'],
    ['WebhookFails', '5xx'],
    ['WebhookRefuses', '4xx'],
  ])('raises the alarm %s by %s', (name, metric) => {
    expect(
      alarms().find((alarm) => alarm['AlarmName'] === `giav-clientify-test-${name}`),
    ).toMatchObject({ MetricName: metric });
  });
  it('tells every alarm, and its end, to the topic, and names its page of the runbook', () => {
    for (const { AlarmActions, OKActions, AlarmDescription, AlarmName } of alarms()) {
      expect([
        AlarmName,
        (AlarmActions as unknown[]).length,
        (OKActions as unknown[]).length,
      ]).toEqual([AlarmName, 1, 1]);
      // Joined with the console's address.
      const anchor = /docs\/runbook\.md#([\w-]+)"/.exec(JSON.stringify(AlarmDescription))?.[1];
      expect(runbook).toContain(`<a id="${anchor ?? '(none)'}"></a>`);
    }
  });
  it('takes silence about the watermark for an alarm, and about all else for peace', () => {
    for (const { AlarmName, TreatMissingData } of alarms())
      expect([AlarmName, TreatMissingData]).toEqual([
        AlarmName,
        String(AlarmName).endsWith('WatermarkTooOld') ? 'breaching' : 'notBreaching',
      ]);
  });
  it('watches the watermark as patiently as the schedules are: 2 hours, 26 with full runs only, never without schedules', () => {
    const periods = (config: unknown, agency: string): unknown =>
      Object.values(
        Template.fromStack(make(agency, config)).findResources('AWS::CloudWatch::Alarm'),
      )
        .map((alarm) => (alarm as Resource).Properties)
        .find(({ MetricName }) => MetricName === 'WatermarkAge')?.['EvaluationPeriods'];
    expect(periods({}, 'a')).toBe(2);
    expect(periods({ modified: { everyMinutes: 60 } }, 'b')).toBe(6);
    expect(periods({ modified: { everyMinutes: 0 } }, 'c')).toBe(26);
    expect(periods({ modified: { everyMinutes: 0 }, full: { cron: null } }, 'd')).toBeUndefined();
    // Silence of more than seven days cannot be told from peace.
    const monthly = { modified: { everyMinutes: 0 }, full: { cron: '0 3 1 * *' } };
    expect(periods(monthly, 'e')).toBeUndefined();
  });
  it('sends alarms by e-mail to the address of a parameter, and to nobody without one', () => {
    template.hasParameter('AlarmEmail', { Type: 'String', Default: '' });
    template.hasResource('AWS::SNS::Subscription', {
      Condition: 'AlarmEmailGiven',
      Properties: { Protocol: 'email', Endpoint: { Ref: 'AlarmEmail' } },
    });
  });
  it.each([
    ['off', 'with a', true],
    ['off', 'without a', false],
    ['on', 'with a', true],
  ] as const)(
    'is what the bill reckons with while the way back is %s, %s console',
    (mode, _, console) => {
      const stack = Template.fromStack(
        make(`bill-${mode}-${String(console)}`, {}, { mode, console }),
      );
      const { alarms: count, secrets, polledFifo, polledStandard } = STANDING[mode];
      // That of the letter is there where somebody gets one.
      const alarms = Object.values(stack.findResources('AWS::CloudWatch::Alarm')) as Resource[];
      expect(alarms.filter(({ Condition }) => Condition === undefined)).toHaveLength(count);
      // Those of GIAV and Clientify are made by hand.
      stack.resourceCountIs('AWS::SecretsManager::Secret', secrets - 2);
      stack.resourceCountIs('AWS::Lambda::EventSourceMapping', polledFifo + polledStandard);
      if (mode === 'on')
        stack.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
          DefaultRouteSettings: { ThrottlingRateLimit: FLOOD_RATE },
        });
    },
  );
  it('pays for no metric that no alarm looks at', () => {
    const ours = alarms().filter(({ Namespace }) => Namespace === 'giav-clientify');
    expect(ours.map(({ MetricName }) => MetricName).sort()).toEqual([...WATCHED].sort());
  });
  it('draws a dashboard for the person on call', () => {
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    const [[, dashboard] = ['', undefined]] = ofType('AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.Properties['DashboardBody']);
    for (const metric of [
      'WatermarkAge',
      'ChangeAge',
      'measured.Processed_failed_client',
      'ApproximateNumberOfMessagesVisible',
      'Errors',
      'measured.WrittenBack_updated',
      'measured.Latency_giav',
    ])
      expect(body).toContain(metric);
  });
});

describe('several agencies in one account', () => {
  const alarmsOf = (agency: string): Resource['Properties'][] =>
    Object.values(Template.fromStack(make(agency)).findResources('AWS::CloudWatch::Alarm')).map(
      (alarm) => (alarm as Resource).Properties,
    );

  it('share no name: everything that has a fixed one carries the agency', () => {
    const named = (agency: string): string[] =>
      Object.values(
        Template.fromStack(make(agency)).toJSON()['Resources'] as Record<string, Resource>,
      ).flatMap(({ Type, Properties }) =>
        // Names of policies belong to their role, those of groups to their pool; those of an API need not be unique.
        Object.entries(
          /IAM::Policy|ApiGatewayV2::Api|UserPoolGroup/.test(Type) ? {} : Properties,
        ).flatMap(([name, value]) =>
          /Name$/.test(name) && typeof value === 'string' ? [value] : [],
        ),
      );
    const [ours, theirs] = [named('north'), named('south')];
    expect(ours.length).toBeGreaterThan(10);
    // Namespaces and metrics are told apart by the dimension `agency`.
    const common = ours.filter((name) => theirs.includes(name) && name !== '$default');
    const metrics = new Set(alarmsOf('north').map(({ MetricName }) => MetricName));
    expect(common.filter((name) => !metrics.has(name))).toEqual([]);
  });
});
