import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../local/synth';

/** Where the console of the stack is, in texts that only AWS could fill in. */
const ORIGIN = 'https://console.example';

interface Resource {
  readonly Type: string;
  readonly Properties: { readonly AlarmName?: string; readonly AlarmDescription: unknown };
}

/**
 * The text of an alarm's e-mail, as the template has it.
 * @param document settings that the template is made with: those of the local cloud, which has made it already
 */
function alarmText(name: string, document: unknown): string {
  const { directory, file } = synthesise(JSON.stringify(document));
  const { Resources } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as {
    Resources: Record<string, Resource>;
  };
  const alarm = Object.values(Resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::CloudWatch::Alarm' &&
      Properties.AlarmName === `giav-clientify-default-${name}`,
  );
  if (alarm === undefined) throw new Error(`there is no alarm ${name}`);
  const text = alarm.Properties.AlarmDescription;
  if (typeof text === 'string') return text;
  // One part of it is known by AWS alone: the address of the API.
  const [, parts] = (text as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : ORIGIN)).join('');
}

/** The page of the console that an alarm's e-mail links to: its path. */
export function linkOfAlarm(name: string, document: unknown): string {
  const url = alarmText(name, document)
    .split(' ')
    .find((word) => word.includes('/console'));
  if (url === undefined) throw new Error(`the alarm ${name} has no link`);
  return new URL(url.slice(url.lastIndexOf('https://'))).pathname;
}
