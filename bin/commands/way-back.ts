import { setTimeout as wait } from 'node:timers/promises';
import {
  webhookStatus,
  registerWebhook,
  removeWebhook,
  type SlotReport,
} from '../../lib/admin/webhook';
import { findDeployment } from '../../lib/admin/deployment';
import { ClientifyHttp } from '../../lib/clientify/http';
import { readV2Access } from '../../lib/config/environment';
import { clientifySecretOf, webhookSecrets } from '../../lib/runtime/secrets';
import { ConfigurationError } from '../../lib/sync/errors';
import { print } from './output';
import { EXIT, onDeployment, say, type Where } from './where';

/** Searches Clientify for changes whose webhook was lost, and waits until they are taken back. */
export async function reconcile(where: Where & { readonly json?: boolean }): Promise<number> {
  const hints = await onDeployment(
    where,
    true,
    async ({ reconcileQueue, reconciliations, changes }) => {
      const before = (await reconciliations.since())?.getTime() ?? 0;
      await reconcileQueue.send();
      const until = Date.now() + 600_000;
      while (((await reconciliations.since())?.getTime() ?? 0) <= before) {
        if (Date.now() > until)
          throw new ConfigurationError(
            'The reconciliation did not end within ten minutes; its log says why.',
          );
        await wait(200);
      }
      while (!(await changes.isEmpty())) await wait(200);
      return reconciliations.hints();
    },
  );
  process.stdout.write(
    where.json
      ? `${JSON.stringify({ hints })}\n`
      : `Records that may have changed in Clientify: ${hints}\n`,
  );
  return EXIT.done;
}

/** Shows whether the way back is halted, and lets it go on. */
export async function writeBack({
  resume,
  ...where
}: Where & { readonly resume?: boolean }): Promise<number> {
  const halt = await onDeployment(where, false, async ({ incidents }) => {
    const found = await incidents.halted();
    if (resume) await incidents.resume();
    return found;
  });
  if (halt === null) process.stdout.write('The way back is not halted.\n');
  else if (resume)
    process.stdout.write(
      `Resumed; it was halted since ${halt.since} because of client ${halt.clientId}. Re-drive what failed since.\n`,
    );
  else
    process.stdout.write(
      `Halted since ${halt.since} because of client ${halt.clientId}: cli explain client ${halt.clientId}, then --resume.\n`,
    );
  return EXIT.done;
}

interface WebhookOptions extends Where {
  readonly url?: string;
  readonly json?: boolean;
}

/** The address and secret to register: of a deployment, or given by hand. */
async function target({ stack, url }: WebhookOptions): Promise<{ url: string; secret: string }> {
  if (stack === undefined) {
    const secret = process.env['WEBHOOK_SECRET'];
    if (url === undefined || !secret)
      throw new ConfigurationError(
        'Name a deployment (--stack), or give --url and WEBHOOK_SECRET.',
      );
    return { url, secret };
  }
  const { webhookUrl, webhookSecretId } = await findDeployment(stack);
  const [secret = ''] = await webhookSecrets(webhookSecretId);
  return { url: url ?? webhookUrl, secret };
}

export async function webhook(
  action: 'register' | 'status' | 'remove',
  options: WebhookOptions,
): Promise<number> {
  const { baseUrl, token } = readV2Access(process.env);
  const http = new ClientifyHttp({
    baseUrl,
    token: token ?? (await clientifySecretOf(options.stack)),
  });
  const act = { register: registerWebhook, status: webhookStatus, remove: removeWebhook }[action];
  const reports: SlotReport[] = await act(http, await target(options));
  if (options.json) process.stdout.write(`${JSON.stringify(reports)}\n`);
  else
    print(
      ['slot', 'state', 'what to do'],
      reports.map(({ entity, state, advice }) => [entity, state, advice]),
    );
  const bad = reports.some(({ state }) => state === 'foreign' || state === 'unknown');
  if (bad && action !== 'status') say('Not every slot is as asked for.');
  return bad && action !== 'status' ? EXIT.failed : EXIT.done;
}
