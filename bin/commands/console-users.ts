import {
  consoleUsers as listUsers,
  inviteToConsole as invite,
  readEmail,
  removeFromConsole as remove,
} from '../../lib/admin/console-users';
import { findStack } from '../../lib/admin/deployment';
import { TEXTS } from '../../lib/admin/texts';
import { ending } from './ending';
import { EXIT, say } from './exit';
import { print, printJson } from './output';
import type { Asked } from './where';

export interface ConsoleOptions extends Asked {
  readonly stack: string;
}

export interface InviteOptions extends ConsoleOptions {
  readonly reader?: boolean;
}

const consoleOf = async (stack: string) => (await findStack(stack)).console();

export async function inviteToConsole(
  address: string,
  { json, stack, language, reader }: InviteOptions,
): Promise<number> {
  const email = readEmail(address);
  const role = reader ? 'reader' : 'admin';
  const { url, became } = await ending.orInterrupted(async () => {
    const ports = await consoleOf(stack);
    return { url: ports.url, became: await invite(ports, email, role) };
  });
  const texts = TEXTS[language].console;
  if (json) printJson({ email, role, became, url });
  else say(became === 'known' ? texts.known(email, texts.roles[role]) : texts.invited(email, url));
  return EXIT.done;
}

export async function consoleUsers({ json, stack, language }: ConsoleOptions): Promise<number> {
  const users = await ending.orInterrupted(async () => listUsers(await consoleOf(stack)));
  const texts = TEXTS[language].console;
  if (json) printJson(users);
  else if (users.length === 0) say(texts.none);
  else
    print(
      texts.head,
      users.map(({ email, id, role, confirmed, since }) => [
        email,
        role === null ? texts.noRole : texts.roles[role],
        confirmed ? texts.used : texts.waits,
        since,
        id,
      ]),
    );
  return EXIT.done;
}

export async function removeFromConsole(
  address: string,
  { json, stack, language }: ConsoleOptions,
): Promise<number> {
  const email = readEmail(address);
  await ending.orInterrupted(async () => remove(await consoleOf(stack), email));
  if (json) printJson({ removed: email });
  else say(TEXTS[language].console.removed(email));
  return EXIT.done;
}
