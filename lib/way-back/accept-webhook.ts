import { createHash, timingSafeEqual } from 'node:crypto';
import type { WebhookBodies } from '../ports/webhook-bodies';
import type { ChangeQueue } from '../ports/queues';
import type { Log } from '../ports/log';

/** A request to the webhook, without its transport. */
export interface WebhookRequest {
  readonly method: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What the path or the query holds as a secret. */
  readonly secrets: readonly (string | undefined)[];
  readonly body: Buffer;
}

export interface WebhookPorts {
  readonly changes: Pick<ChangeQueue, 'send'>;
  readonly bodies: WebhookBodies;
  /** All that are valid now: two during a rotation. */
  readonly secrets: readonly string[];
  readonly log: Log;
}

export const SECRET_HEADER = 'x-clientify-secret';
/** Four times the largest body that Clientify sends (clientify.md, W3): a refusal counts as delivered, and the hint is lost. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Every pair is compared, in constant time: how long it takes tells nothing. */
function isAuthentic(given: readonly (string | undefined)[], valid: readonly string[]): boolean {
  let authentic = false;
  for (const one of given)
    for (const secret of valid)
      if (one !== undefined && timingSafeEqual(digest(one), digest(secret))) authentic = true;
  return authentic;
}

/**
 * Takes a hint from Clientify: the status to answer. 200 only once it is safely on the queue (clientify.md, W1). Throws when it cannot be stored: the caller must not make an answer of that.
 */
export async function acceptWebhook(
  { changes, bodies, secrets, log }: WebhookPorts,
  request: WebhookRequest,
): Promise<number> {
  if (!isAuthentic([request.headers[SECRET_HEADER], ...request.secrets], secrets)) return 401;
  if (request.method !== 'POST') return 405;
  if (request.body.length > MAX_BODY_BYTES) return 413;
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString('utf8'));
  } catch {
    log.warn('a webhook body is not JSON: noted as a sample', { bytes: request.body.length });
    await changes.send({ v: 1, kind: 'sample', shape: `not JSON, ${request.body.length} bytes` });
    return 400;
  }
  const hint = bodies.readHint(body);
  if (hint === null) {
    log.warn('a webhook body has an unknown shape: kept as a sample', {});
    await changes.send({ v: 1, kind: 'sample', shape: bodies.shapeOf(body) });
    return 400;
  }
  if (hint.about === 'other') return 200;
  const { kind: of, id, label } = hint;
  await changes.send({ v: 1, kind: 'change', of, id, source: 'webhook', label });
  log.info('webhook accepted', { kind: hint.kind, id: hint.id });
  return 200;
}
