import { userInfo } from 'node:os';
import { findStack } from '../../lib/admin/deployment';
import { forgetClient } from '../../lib/admin/forget';
import type { Audit } from '../../lib/state/audits';
import { readConfigFile } from '../../local/endpoints';
import { EXIT, onDeployment, type Where } from './where';

const shown = ({ at, action, subject, by, erased, stays }: Audit): string =>
  `${at}  ${action} ${subject}, by ${by}: erased ${
    Object.entries(erased)
      .map(([what, times]) => `${what} ${times}`)
      .join(', ') || 'nothing'
  }; stays: ${stays}`;

/** Erases what is stored about a client. */
export async function forget(
  id: string,
  { json, ...where }: Where & { readonly json?: boolean },
): Promise<number> {
  const config =
    where.stack === undefined
      ? readConfigFile(process.env).config
      : await (await findStack(where.stack)).config();
  const audit = await onDeployment(where, false, (ports) =>
    forgetClient(
      { ...ports, now: () => new Date(), by: process.env['USER'] ?? userInfo().username },
      id,
      config.forgotten === 'stay-away',
    ),
  );
  if (json) process.stdout.write(`${JSON.stringify(audit)}\n`);
  else
    process.stdout.write(
      `${shown(audit)}\nGIAV and Clientify were not touched: erase the person there, too. Reports of dry runs and backups: docs/data-map.md.\n`,
    );
  return EXIT.done;
}

/** What admins did that must be accounted for, newest first. */
export async function audits({
  json,
  ...where
}: Where & { readonly json?: boolean }): Promise<number> {
  const list = await onDeployment(where, false, async (ports) => {
    const found: Audit[] = [];
    for await (const audit of ports.audits.recent()) found.push(audit);
    return found;
  });
  if (json) process.stdout.write(`${JSON.stringify(list)}\n`);
  else process.stdout.write(`${list.map(shown).join('\n') || 'No audit lines.'}\n`);
  return EXIT.done;
}
