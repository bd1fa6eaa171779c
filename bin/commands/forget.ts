import { forgetClient } from '../../lib/admin/forget';
import { TEXTS, type Texts } from '../../lib/admin/texts';
import { settingsInForce } from '../../lib/runtime/settings';
import type { Audit } from '../../lib/state/audits';
import { DynamoSettingsVersions } from '../../lib/state/settings-versions';
import { EXIT } from './exit';
import { printJson } from './output';
import { tell } from './terminal';
import { documentOf, onDeployment, whoAsks, type Asked } from './where';

function shown({ at, action, subject, by, erased, stays }: Audit, { audit: say }: Texts): string {
  const items = Object.entries(erased).map(([what, times]) => `${what} ${times}`);
  return `${at}  ${say.line(`${action} ${subject}`, by, items.join(', ') || say.nothing, stays)}`;
}

/** Erases what is stored about a client. */
export async function forget(id: string, { json, ...where }: Asked): Promise<number> {
  const audit = await onDeployment(where, false, async (ports) => {
    const versions = new DynamoSettingsVersions(ports.table);
    const { forgotten } = await settingsInForce(documentOf(where), versions);
    const by = whoAsks();
    return forgetClient({ ...ports, now: () => new Date(), by }, id, forgotten === 'stay-away');
  });
  const texts = TEXTS[where.language];
  if (json) printJson(audit);
  else tell(`${shown(audit, texts)}\n${texts.audit.alsoThere}`);
  return EXIT.done;
}

/** What admins did that must be accounted for, newest first. */
export async function audits({ json, ...where }: Asked): Promise<number> {
  const list = await onDeployment(where, false, async (ports) => {
    const found: Audit[] = [];
    for await (const audit of ports.audits.recent()) found.push(audit);
    return found;
  });
  const texts = TEXTS[where.language];
  if (json) printJson(list);
  else {
    const lines = list.map((audit) => shown(audit, texts)).join('\n');
    tell(lines || texts.audit.none);
  }
  return EXIT.done;
}
