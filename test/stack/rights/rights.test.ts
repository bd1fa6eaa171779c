import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { operatorPolicy } from '../../../bin/documents/rights-page';
import { parseSyncConfig, withEnvironment } from '../../../lib/config/environment';
import { OPERATOR, RIGHTS, type Rights } from '../../../lib/stack/rights';
import { SyncStack } from '../../../lib/stack/sync-stack';
import { Calls, type AwsCall } from './calls';
import { recordCommands } from './commands';
import { takingDeployments } from './command-names';
import { ACCOUNT, Deployed, USER_POOL } from './deployed';
import { evaluate } from './evaluate';
import {
  lifeOf,
  recordAsked,
  recordFacts,
  recordLife,
  recordOutage,
  recordUnreadable,
} from './functions';
import { recordLetter } from './letter';
import { callsOfAws, granted, roleOf, uses } from './granted';

const STACK = 'giav-clientify-test';

function deploy(): Deployed {
  const stack = new SyncStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), STACK, {
    agency: 'test',
    giavEndpoint: 'https://giav.example/api.asmx',
    clientifyBaseUrl: 'https://clientify.example/v1',
    // Its rights hang on the keys of items: test/stack/console.test.ts.
    console: false,
    config: withEnvironment(parseSyncConfig('{}'), {
      WRITE_BACK: 'on',
      WRITE_BACK_ACKNOWLEDGE_UNREADABLE: 'true',
    }),
  });
  return new Deployed(Template.fromStack(stack).toJSON(), STACK);
}

const listOf = (by: string, rights: Rights): string[] =>
  Object.entries(rights).flatMap(([on, actions]) =>
    actions.map((action) => `${by} ${action} ${on}`),
  );
const named = ({ by, action, on }: AwsCall): string => `${by} ${action} ${on}`;

const deployed = deploy();
const webhookSecret = deployed.arnOf('secret webhook');
const DECLARED = Object.entries(RIGHTS).flatMap(([by, rights]) => listOf(by, rights));

/** Days that are known to be rich; should the simulation change, others are lived through until all is seen. */
const DAYS = [1, 2, 6, 11, 16, ...Array.from({ length: 60 }, (_, at) => at + 17)];

const functions = new Calls();
const commands = new Calls();
let ends: Awaited<ReturnType<typeof recordCommands>>;

beforeAll(async () => {
  await recordFacts(functions, deployed);
  await recordUnreadable(functions);
  await recordAsked(functions, deployed);
  await recordLetter(functions, deployed);
  await recordOutage(functions);
  const missing = (): boolean => {
    const seen = new Set(functions.all.map(named));
    return DECLARED.some((one) => !seen.has(one));
  };
  for (const [at, seed] of DAYS.entries())
    if (at < 3 || missing()) await recordLife(functions, lifeOf(seed));
  ends = await recordCommands(commands);
}, 600_000);

describe('the functions', () => {
  it('are granted what they call, and nothing else', () => {
    expect(functions.all.map(named).sort()).toEqual([...DECLARED].sort());
  });

  it('are allowed every call that they make over TLS', async () => {
    const refused: string[] = [];
    for (const call of functions.all) {
      const role = roleOf(deployed, call.by);
      const policies = deployed.policiesOf(role);
      const resource = deployed.arnOf(call.on);
      const asked = { principal: role, policies, action: call.action, resource, tls: true };
      if ((await evaluate(deployed, asked)) !== 'Allowed') refused.push(named(call));
    }
    expect(refused).toEqual([]);
  });

  it('are refused every call to a queue that is not made over TLS', async () => {
    const answers = new Set<string>();
    for (const call of functions.all.filter(({ action }) => action.startsWith('sqs:'))) {
      const role = roleOf(deployed, call.by);
      const policies = deployed.policiesOf(role);
      const resource = deployed.arnOf(call.on);
      const asked = { principal: role, policies, action: call.action, resource, tls: false };
      answers.add(await evaluate(deployed, asked));
    }
    expect([...answers]).toEqual(['ExplicitlyDenied']);
  });

  it('are refused what another function may do', async () => {
    const all = functions.all;
    const allowed: string[] = [];
    for (const name of Object.keys(RIGHTS)) {
      const role = roleOf(deployed, name);
      const policies = deployed.policiesOf(role);
      const own = new Set(
        all.filter(({ by }) => by === name).map((call) => `${call.action} ${call.on}`),
      );
      const driven = callsOfAws(deployed).filter((call) => call.role === role);
      for (const { action, on } of all) {
        const resource = deployed.arnOf(on);
        const isOwn = own.has(`${action} ${on}`);
        if (isOwn || driven.some((one) => one.action === action && one.resource === resource))
          continue;
        const asked = { principal: role, policies, action, resource, tls: true };
        if ((await evaluate(deployed, asked)) === 'Allowed')
          allowed.push(`${name} ${action} ${on}`);
      }
    }
    expect(allowed).toEqual([]);
  });
});

describe('the roles', () => {
  it('allow what AWS itself does with them', async () => {
    const refused: string[] = [];
    for (const { role, action, resource } of callsOfAws(deployed)) {
      const policies = deployed.policiesOf(role);
      const asked = { principal: role, policies, action, resource, tls: true };
      if ((await evaluate(deployed, asked)) !== 'Allowed')
        refused.push(`${role} ${action} ${resource}`);
    }
    expect(refused).toEqual([]);
  });

  it('hold no action that nobody uses', () => {
    const ours = functions.all.map(({ by, action, on }) => ({
      role: roleOf(deployed, by),
      action,
      resource: deployed.arnOf(on),
    }));
    const used = [...ours, ...callsOfAws(deployed)];
    const idle = granted(deployed).filter((grant) => !used.some((call) => uses(call, grant)));
    expect(idle).toEqual([]);
  });
});

describe('the services of AWS', () => {
  const as = (principal: string, action: string, resource: string, source: string, tls = true) =>
    evaluate(deployed, {
      principal,
      policies: [],
      action,
      resource,
      tls,
      context: { 'aws:SourceArn': source, 'aws:SourceAccount': ACCOUNT },
    });

  it('let the end of the alarm of the webhook, and no other rule, ask for a search', async () => {
    const rule = deployed.only('AWS::Events::Rule', 'WebhookIsBackRule');
    const queue = deployed.arnOf('reconcile');
    const send = (source: string, tls?: boolean) =>
      as('events.amazonaws.com', 'sqs:SendMessage', queue, source, tls);
    expect(await send(rule)).toBe('Allowed');
    expect(await send(`${rule}x`)).not.toBe('Allowed');
    expect(await send(rule, false)).not.toBe('Allowed');
  });

  it('let the alarms of this agency, and no others, be told', async () => {
    const topic = deployed.only('AWS::SNS::Topic', 'AlarmsTopic');
    const alarm = deployed.only('AWS::CloudWatch::Alarm', 'AlarmsRunFailed');
    const publish = (source: string, tls?: boolean) =>
      as('cloudwatch.amazonaws.com', 'sns:Publish', topic, source, tls);
    expect(await publish(alarm)).toBe('Allowed');
    expect(await publish(alarm.replace('-test-', '-other-'))).not.toBe('Allowed');
    expect(await publish(alarm, false)).not.toBe('Allowed');
  });
});

describe('the command line', () => {
  it('ran every command that takes a deployment', () => {
    const ran = new Set(Object.keys(ends).map((name) => name.replace(/ --.*/, '')));
    expect([...ran].sort()).toEqual(takingDeployments());
    const failed = Object.entries(ends).filter(([, end]) => typeof end === 'string');
    // They were asked for what is not there, and looked for it first.
    expect(failed.map(([name]) => name).sort()).toEqual([
      'conflicts choose',
      'relink client',
      'restore client',
      'runs confirm',
      'runs reject',
    ]);
  });

  it('calls what the policy of an operator allows, and nothing else', () => {
    expect(commands.all.map(named).sort()).toEqual(listOf('cli', OPERATOR).sort());
  });

  it('is allowed all of it by the policy in docs/rights.md over TLS, and no queue without it', async () => {
    const policy = operatorPolicy({
      agency: 'test',
      account: ACCOUNT,
      webhookSecret,
      userPool: USER_POOL,
    });
    const principal = `arn:aws:iam::${ACCOUNT}:user/operator`;
    for (const { action, on } of commands.all) {
      const asked = { principal, policies: [policy], action, resource: deployed.arnOf(on) };
      expect([action, on, await evaluate(deployed, { ...asked, tls: true })]).toEqual([
        action,
        on,
        'Allowed',
      ]);
      if (!action.startsWith('sqs:')) continue;
      expect(await evaluate(deployed, { ...asked, tls: false })).toBe('ExplicitlyDenied');
    }
  });

  it('is not allowed by that policy to touch another agency', async () => {
    const policy = operatorPolicy({
      agency: 'other',
      account: ACCOUNT,
      webhookSecret: webhookSecret.replace('Secret', 'Other'),
      userPool: `${USER_POOL}2`,
    });
    const principal = `arn:aws:iam::${ACCOUNT}:user/operator`;
    for (const { action, on } of commands.all) {
      const asked = { principal, policies: [policy], action, resource: deployed.arnOf(on) };
      expect(await evaluate(deployed, { ...asked, tls: true })).not.toBe('Allowed');
    }
  });
});
