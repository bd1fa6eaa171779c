import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { parseSyncConfig, withEnvironment } from '../../lib/config/environment';
import { CHANGE_DELAY_SECONDS, COLLAPSE_MS } from '../../lib/queue/changes';
import { shareConcurrency } from '../../lib/stack/functions';
import { SyncStack } from '../../lib/stack/sync-stack';

// Bundling is the synth step's business; the assertions look at the resources.
const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
const stack = new SyncStack(app, 'test', {
  agency: 'test',
  giavEndpoint: 'https://giav.example/api.asmx',
  clientifyBaseUrl: 'https://clientify.example/v1',
  config: withEnvironment(parseSyncConfig(undefined), { WRITE_BACK: 'dry-run' }),
});
const template = Template.fromStack(stack);

describe('the stack', () => {
  it('keeps the table: on demand, point-in-time recovery, encrypted, retained', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        DeletionProtectionEnabled: true,
      },
    });
  });
  it('carries records on a FIFO queue with a FIFO dead-letter queue that is retained', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      RedrivePolicy: { maxReceiveCount: 100 },
    });
    template.hasResource('AWS::SQS::Queue', { DeletionPolicy: 'Retain', Properties: { FifoQueue: true, RedrivePolicy: Match.absent() } });
    for (const queue of Object.values(template.findResources('AWS::SQS::Queue')))
      expect((queue as { Properties: { SqsManagedSseEnabled: boolean } }).Properties.SqsManagedSseEnabled).toBe(true);
  });
  it('runs arm64 functions on a current Node with a time limit under the visibility timeout', () => {
    template.allResourcesProperties('AWS::Lambda::Function', { Architectures: ['arm64'], Runtime: 'nodejs24.x' });
  });
  it('reports partial batch failures and limits the concurrency of the worker', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });
  it('holds no secret in environment values', () => {
    for (const fn of Object.values(template.findResources('AWS::Lambda::Function'))) {
      const names = Object.keys((fn as { Properties: { Environment: { Variables: object } } }).Properties.Environment.Variables);
      expect(names.filter((name) => /KEY|TOKEN|PASSWORD/.test(name))).toEqual([]);
    }
  });
  it('gives no right on every resource', () => {
    for (const [id, policy] of Object.entries(template.findResources('AWS::IAM::Policy')))
      for (const statement of (policy as { Properties: { PolicyDocument: { Statement: { Resource: unknown }[] } } }).Properties
        .PolicyDocument.Statement)
        expect([id, statement.Resource]).not.toEqual([id, '*']);
  });
  it('starts the full run by a schedule in Europe/Madrid', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpressionTimezone: 'Europe/Madrid' });
  });
  it('starts modified runs at the configured rate, on the same queue', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(10 minutes)',
      Target: { Input: '{"v":1,"kind":"start","mode":"modified"}' },
    });
  });
  it('keeps changes on a FIFO queue that hands them over late enough to see all that was collapsed, and survives the stack', () => {
    template.hasResource('AWS::SQS::Queue', {
      DeletionPolicy: 'Retain',
      Properties: { FifoQueue: true, DelaySeconds: 3, RedrivePolicy: { maxReceiveCount: 1000 } },
    });
    expect(CHANGE_DELAY_SECONDS * 1000).toBeGreaterThan(COLLAPSE_MS);
  });
  it('throttles the webhook above a burst of 500 in a second', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingBurstLimit: 1000, ThrottlingRateLimit: 500 },
    });
  });
  it('lets the webhook put hints on the queue and read its own secret, nothing else', () => {
    const [policy] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => id.includes('Webhook')) as [
      [string, { Properties: { PolicyDocument: { Statement: { Action: string | string[] }[] } } }],
    ];
    const actions = policy[1].Properties.PolicyDocument.Statement.flatMap(({ Action }) => Action).sort();
    expect(actions).toEqual([
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:SendMessage',
    ]);
  });
  it('generates the secret of the webhook: no person has to make one up', () => {
    template.hasResourceProperties('AWS::SecretsManager::Secret', { GenerateSecretString: { GenerateStringKey: 'current' } });
  });
  it('looks for lost webhooks by a schedule, while there is a way back', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(15 minutes)',
      Target: { Input: '{"v":1,"kind":"reconcile"}' },
    });
  });
  it('raises alarms for an unsafe write, for changes that wait and for a webhook that fails', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', 4);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'UnsafeWrites', Threshold: 1 });
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
