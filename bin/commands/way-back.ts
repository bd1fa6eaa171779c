import { setTimeout as wait } from 'node:timers/promises';
import { SLOT_WORKS, type WebhookTarget } from '../../lib/admin/webhook';
import { adminPorts, findDeployment, nobodyListens } from '../../lib/admin/deployment';
import { ClientifyHttp } from '../../lib/clientify/http';
import { readV2Access } from '../../lib/config/environment';
import { clientifySecretOf, webhookSecrets } from '../../lib/runtime/secrets';
import type { Halt } from '../../lib/ports/incidents';
import { slotCodeOf, type SlotReport } from '../../lib/ports/webhook-slots';
import { ConfigurationError } from '../../lib/sync/errors';
import { TEXTS } from '../../lib/admin/texts';
import type { SlotAction } from '../command-line/slot-actions';
import { EXIT, say } from './exit';
import { print, printJson } from './output';
import { tell } from './terminal';
import { onDeployment, type Asked, type Where } from './where';

const LOOKS_A_MINUTE = 300;

/** Searches Clientify for changes whose webhook was lost, and waits until they are taken back. */
export async function reconcile(where: Asked): Promise<number> {
  const hints = await onDeployment(
    where,
    true,
    async ({ reconcileQueue, reconciliations, changes }) => {
      const before = (await reconciliations.since())?.getTime() ?? 0;
      await reconcileQueue.send();
      const until = Date.now() + 600_000;
      for (let looks = 1; ((await reconciliations.since())?.getTime() ?? 0) <= before; looks++) {
        // It is put off while Clientify does not answer.
        if (looks % LOOKS_A_MINUTE === 0) await reconcileQueue.send();
        if (Date.now() > until)
          throw new ConfigurationError({
            en: 'The reconciliation did not end within ten minutes; its log says why.',
            es: 'La conciliación no ha terminado en diez minutos; su registro dice por qué.',
          });
        await wait(200);
      }
      while (!(await changes.isEmpty())) await wait(200);
      return reconciliations.hints();
    },
  );
  if (where.json) printJson({ hints });
  else tell(TEXTS[where.language].reconcile.hints(hints));
  return EXIT.done;
}

/** Shows whether the way back is halted, and lets it go on. */
export async function writeBack({
  resume,
  ...where
}: Where & { readonly resume?: boolean }): Promise<number> {
  const { halt, left } = await onDeployment(where, false, async ({ incidents }) => {
    const found = await incidents.halted();
    // One that cannot be read has no name: it is the first one.
    const known = found === null || found.clientId === 'unknown' ? undefined : found;
    // One at a time: the damage of a client that nobody has seen is not accepted with another one's.
    return { halt: found, left: resume ? await incidents.resume(known) : null };
  });
  const texts = TEXTS[where.language].writeBack;
  const shown = ({ because, since, clientId }: Halt): string =>
    because === 'too-many' ? texts.held(since) : texts.halted(since, clientId);
  const ended = ({ because, since, clientId }: Halt): string =>
    because === 'too-many' ? texts.resumedHeld(since) : texts.resumed(since, clientId);
  const lines =
    halt === null
      ? [texts.goesOn]
      : [resume ? ended(halt) : shown(halt), ...(left === null ? [] : [shown(left)])];
  tell(lines.join('\n'));
  return EXIT.done;
}

export interface WebhookOptions extends Asked {
  readonly url?: string;
}

interface Slots {
  readonly target: WebhookTarget;
  /** For the page that shows them. */
  readonly note: (slots: readonly SlotReport[]) => Promise<void>;
}

/** The address and secret to register: of a deployment, or given by hand. */
async function slotsOf({ stack, url }: WebhookOptions): Promise<Slots> {
  if (stack === undefined) {
    const secret = process.env['WEBHOOK_SECRET'];
    if (url === undefined || !secret)
      throw new ConfigurationError({
        en: 'Name a deployment (--stack), or give --url and WEBHOOK_SECRET.',
        es: 'Indique un despliegue (--stack), o dé --url y WEBHOOK_SECRET.',
      });
    return { target: { url, secret }, note: () => Promise.resolve() };
  }
  const deployment = await findDeployment(stack);
  const { webhookUrl, webhookSecretId } = deployment;
  if (webhookUrl === null || webhookSecretId === null) throw nobodyListens();
  const [secret = ''] = await webhookSecrets(webhookSecretId);
  return {
    target: { url: url ?? webhookUrl, secret },
    note: (slots) => adminPorts(deployment).notes.sawSlots(slots, new Date()),
  };
}

export async function webhook(action: SlotAction, options: WebhookOptions): Promise<number> {
  const { baseUrl, token } = readV2Access(process.env);
  const http = new ClientifyHttp({
    baseUrl,
    token: token ?? (await clientifySecretOf(options.stack)),
  });
  const { target, note } = await slotsOf(options);
  const reports = await SLOT_WORKS[action](http, target);
  await note(reports);
  const { head, notAsAsked, advice } = TEXTS[options.language].webhook;
  const adviceOf = (slot: SlotReport): string => advice[slotCodeOf(slot)](slot);
  if (options.json) printJson(reports.map((slot) => ({ ...slot, advice: adviceOf(slot) })));
  else
    print(
      [...head],
      reports.map((slot) => [slot.entity, slot.state, adviceOf(slot)]),
    );
  const bad = reports.some(({ state }) => state === 'foreign' || state === 'unknown');
  if (bad && action !== 'status') say(notAsAsked);
  return bad && action !== 'status' ? EXIT.failed : EXIT.done;
}
