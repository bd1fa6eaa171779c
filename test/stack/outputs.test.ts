import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SQSClient } from '@aws-sdk/client-sqs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { webhook } from '../../bin/commands/way-back';
import { adminPorts, findDeployment, type Deployment } from '../../lib/admin/deployment';
import { parseSyncConfig, withEnvironment } from '../../lib/config/environment';
import { SyncStack } from '../../lib/stack/sync-stack';
import { ConfigurationError } from '../../lib/sync/errors';
import { Deployed } from './rights/deployed';
import { onSdk } from './rights/sdk';

const STACK = 'giav-clientify-test';

/** The commands' view of the stack, by its own outputs. */
async function found(mode: 'off' | 'dry-run'): Promise<Deployment> {
  const stack = new SyncStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), STACK, {
    agency: 'test',
    giavEndpoint: 'https://giav.example/api.asmx',
    clientifyBaseUrl: 'https://clientify.example/v1',
    config: withEnvironment(parseSyncConfig('{}'), { WRITE_BACK: mode }),
  });
  const json = Template.fromStack(stack).toJSON() as {
    Outputs: Record<string, { Value: unknown }>;
  };
  const deployed = new Deployed(json, STACK);
  const Outputs = Object.entries(json.Outputs).map(([OutputKey, { Value }]) => ({
    OutputKey,
    OutputValue: String(deployed.resolve(Value)),
  }));
  const undo = onSdk([CloudFormationClient], () => Promise.resolve({ Stacks: [{ Outputs }] }));
  try {
    return await findDeployment(STACK);
  } finally {
    undo();
  }
}

describe('the commands on a deployment', () => {
  it('know where changes of Clientify come in', async () => {
    const deployment = await found('dry-run');
    expect(deployment.reconcileQueueUrl).toContain('QueuesReconcile');
    expect(deployment.webhookSecretId).toContain('WebhookSecret');
    expect(deployment.webhookUrl).toMatch(/clientify$/);
  });

  it('say so when nobody listens to Clientify, and work all the same', async () => {
    const deployment = await found('off');
    const { reconcileQueueUrl, webhookUrl, webhookSecretId } = deployment;
    expect([reconcileQueueUrl, webhookUrl, webhookSecretId]).toEqual([null, null, null]);
    const { reconcileQueue, changes } = adminPorts(deployment);
    await expect(reconcileQueue.send()).rejects.toThrow(ConfigurationError);
    await expect(reconcileQueue.send()).rejects.toThrow('its way back is off');
    const undo = onSdk([SQSClient], () => Promise.resolve({ Attributes: {} }));
    expect(await changes.depth()).toBe(0);
    undo();
  });

  it('register no webhook where there is none', async () => {
    const undo = onSdk([CloudFormationClient], () => {
      const values = { AlarmTopicArn: 'topic' };
      const names = ['TableName', 'RunQueueUrl', 'WorkQueueUrl', 'DeadLetterQueueUrl'];
      const more = ['RunsDeadLetterQueueUrl', 'ChangeQueueUrl'];
      const none = ['ReconcileQueueUrl', 'WebhookUrl', 'WebhookSecretId'];
      const given = Object.fromEntries([...names, ...more].map((name) => [name, 'there']));
      const all = { ...values, ...given, ...Object.fromEntries(none.map((name) => [name, '-'])) };
      const Outputs = Object.entries(all).map(([OutputKey, OutputValue]) => ({
        OutputKey,
        OutputValue,
      }));
      return Promise.resolve({ Stacks: [{ Outputs }] });
    });
    process.env['CLIENTIFY_TOKEN'] = 'token';
    try {
      await expect(webhook('register', { stack: STACK, language: 'en' })).rejects.toThrow(
        'does not listen to Clientify',
      );
    } finally {
      delete process.env['CLIENTIFY_TOKEN'];
      undo();
    }
  });
});
