import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseSyncConfig } from '../../lib/config/environment';
import { SyncStack } from '../../lib/stack/sync-stack';

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: Record<string, unknown>;
}

const make = (config: object = {}, more: { readonly console?: boolean } = {}): Template =>
  Template.fromStack(
    new SyncStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'giav-clientify-test', {
      agency: 'test',
      giavEndpoint: 'https://giav.example/api.asmx',
      clientifyBaseUrl: 'https://clientify.example/v1',
      config: parseSyncConfig(JSON.stringify(config)),
      ...more,
    }),
  );
const template = make();
const resources = template.toJSON()['Resources'] as Record<string, Resource>;
const ofLetter = Object.entries(resources).filter(
  ([id]) => /^Letter/.test(id) || id.startsWith('AlarmsFunctionErrorsletter'),
);

/** Ids that a part of a template refers to. */
const referred = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(referred);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'Ref'
      ? [String(inner)]
      : name === 'Fn::GetAtt'
        ? [String((inner as string[])[0])]
        : referred(inner),
  );
};

describe('the letter of a deployment', () => {
  it('is asked for by an address, and by nobody at first', () => {
    template.hasParameter('DigestEmail', { Type: 'String', Default: '' });
    template.hasCondition('DigestEmailGiven', {
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'DigestEmail' }, ''] }],
    });
  });

  it('is not there without one: neither function nor topic nor schedule, log, role or alarm', () => {
    expect(ofLetter.map(([, { Type }]) => Type).sort()).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::IAM::Policy',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
      'AWS::SNS::Subscription',
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
      'AWS::Scheduler::Schedule',
    ]);
    for (const [id, { Condition }] of ofLetter)
      expect([id, Condition]).toEqual([id, 'DigestEmailGiven']);
  });

  it('is named by nothing that is there without it', () => {
    const ids = new Set(ofLetter.map(([id]) => id));
    const { Outputs } = template.toJSON() as { Outputs: Record<string, unknown> };
    const others = Object.entries({ ...resources, ...Outputs }).filter(([id]) => !ids.has(id));
    const naming = others.filter(([, one]) =>
      [...referred(one), ...((one as Resource).DependsOn ?? [])].some((id) => ids.has(id)),
    );
    expect(naming.map(([id]) => id)).toEqual([]);
  });

  it('goes to a topic of its own, not to that of the alarms', () => {
    const [subscription] = ofLetter.filter(([, { Type }]) => Type === 'AWS::SNS::Subscription');
    expect(subscription?.[1].Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: { Ref: 'DigestEmail' },
      TopicArn: { Ref: expect.stringMatching(/^LetterTopic/) as string },
    });
  });

  it('is written at eight, Madrid time, and later where that failed; at another hour by the setting', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 8-23 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Madrid',
    });
    make({ letter: { hour: 20 } }).hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 20-23 * * ? *)',
    });
  });

  it('knows its language, the wish for a weekly one and where the console is', () => {
    const variables = (of: Template): unknown =>
      Object.entries(of.findResources('AWS::Lambda::Function')).find(([id]) =>
        id.startsWith('Letter'),
      )?.[1]['Properties'] as unknown;
    expect(variables(template)).toMatchObject({
      Environment: {
        Variables: {
          AGENCY: 'test',
          LETTER_LANGUAGE: 'es',
          LETTER_WEEKLY: 'false',
          CONSOLE_ORIGIN: { 'Fn::GetAtt': [expect.stringMatching(/^ConsoleApi/), 'ApiEndpoint'] },
        },
      },
    });
    const other = make({ letter: { language: 'en', weekly: true } }, { console: false });
    expect(variables(other)).toMatchObject({
      Environment: {
        Variables: { LETTER_LANGUAGE: 'en', LETTER_WEEKLY: 'true', CONSOLE_ORIGIN: '' },
      },
    });
  });
});
