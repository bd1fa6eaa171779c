import { sendLetter, type LetterEnd, type LetterPorts } from '../lib/admin/letter/send-letter';
import { readLetterSettings, readTableName } from '../lib/config/environment';
import { dynamoClient, snsClient } from '../lib/runtime/aws';
import { connectLetter } from '../lib/runtime/connect-letter';
import { log } from '../lib/runtime/log';
import { Table } from '../lib/state/table';

const env = process.env;

/** The function on other connections: a test's. */
export const handlerOn =
  (connect: () => LetterPorts, surroundings: typeof env = env, to = log) =>
  async (): Promise<LetterEnd> => {
    const end = await sendLetter(connect(), readLetterSettings(surroundings).letter);
    to.info('the letter of the day', { end });
    return end;
  };

let ports: LetterPorts | undefined;

/** A schedule → the agency's letter, where there is something to say. */
export const handler = handlerOn(
  () =>
    (ports ??= connectLetter({
      table: new Table(dynamoClient(), readTableName(env)),
      sns: snsClient(),
      topicArn: readLetterSettings(env).topicArn,
      clock: { now: () => new Date() },
    })),
);
