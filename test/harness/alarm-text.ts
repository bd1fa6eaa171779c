import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseSyncConfig } from '../../lib/config/environment';
import { SyncStack } from '../../lib/stack/sync-stack';

/** Where the console of the stack is, in texts that only AWS could fill in. */
const ORIGIN = 'https://console.example';

/** The text of an alarm's e-mail, as the template has it. */
export function alarmText(name: string): string {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new SyncStack(app, 'giav-clientify-test', {
    agency: 'test',
    giavEndpoint: 'https://giav.example/api.asmx',
    clientifyBaseUrl: 'https://clientify.example/v1',
    config: parseSyncConfig(''),
    console: true,
  });
  const alarms = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm', {
    Properties: { AlarmName: `giav-clientify-test-${name}` },
  });
  const [alarm] = Object.values(alarms) as { Properties: { AlarmDescription: unknown } }[];
  const text = alarm?.Properties.AlarmDescription;
  if (typeof text === 'string') return text;
  // One part of it is known by AWS alone: the address of the API.
  const [, parts] = (text as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : ORIGIN)).join('');
}

/** The page of the console that an alarm's e-mail links to: its path. */
export function linkOfAlarm(name: string): string {
  const url = alarmText(name)
    .split(' ')
    .find((word) => word.includes('/console'));
  if (url === undefined) throw new Error(`the alarm ${name} has no link`);
  return new URL(url.slice(url.lastIndexOf('https://'))).pathname;
}
