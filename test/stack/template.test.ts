import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { parseSyncConfig } from '../../lib/config/environment';
import { shareConcurrency } from '../../lib/stack/functions';
import { SyncStack } from '../../lib/stack/sync-stack';

// Bundling is the synth step's business; the assertions look at the resources.
const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
const stack = new SyncStack(app, 'test', {
  agency: 'test',
  giavEndpoint: 'https://giav.example/api.asmx',
  clientifyBaseUrl: 'https://clientify.example/v1',
  config: parseSyncConfig(undefined),
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
  it.each([[1], [2], [3], [4], [5], [10], [20]])(
    'shares %i calls in parallel between the invocations without exceeding them',
    (concurrency) => {
      const { invocations, parallel } = shareConcurrency(concurrency);
      expect(invocations).toBeGreaterThanOrEqual(2);
      expect(invocations * parallel).toBeLessThanOrEqual(Math.max(2, concurrency));
    },
  );
});
