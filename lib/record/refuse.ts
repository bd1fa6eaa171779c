import type { Link } from '../ports/links';
import { withdrawnNotices } from '../sync/consents';
import type { Reason } from '../sync/reasons';
import { fingerprint } from '../sync/fingerprint';
import type { Linking } from '../sync/linking';
import { PLACEHOLDER_FROM, isPlaceholder } from '../sync/near-documento';
import type { Desired, TargetRef } from '../sync/target';
import { refusalOf, wasTold } from '../sync/waiting';
import { refused } from './status';
import type { RecordWork, Upserted } from './work';

/** Nothing is written to the record; why, an admin reads (rules of data, section 4). */
export async function refuse(
  work: RecordWork,
  link: Link | null,
  reason: Reason,
  about: { readonly desired?: Desired; readonly message?: string } = {},
): Promise<Upserted> {
  const told = {
    reason,
    notices: about.desired ? withdrawnNotices(about.desired, link?.snapshot) : [],
    message: about.message,
  };
  const { desired, candidates, mode, runId } = work.message;
  const refusal = refusalOf(desired, candidates, told, runId);
  // What is still true is told again by the runs that tell everything, and to whoever asks.
  const repeated =
    mode === 'modified' &&
    link?.status === 'refused' &&
    link.failed !== true &&
    wasTold(link.refusal, refusal);
  const at = work.ports.clock.now().toISOString();
  await refused(work.ports, work.message, link, reason, { redrive: work.redrive, at, refusal });
  return { ...work.done('skipped', told), repeated };
}

/** What the linking rules refused. */
export const refuseLinking = (
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  { reason, holder }: Linking & { action: 'refuse' },
  unreadable = work.message.candidates.unreadable,
): Promise<Upserted> =>
  reason === 'DOCUMENT_TAKEN'
    ? refuseTaken(work, desired, link, holder)
    : refuse(work, link, reason, {
        desired,
        message: unreadable?.join(', '),
      });

/** Another client has the Documento. Where very many ask for it, it is none: told once, and not searched for again. */
export async function refuseTaken(
  work: RecordWork,
  desired: Desired,
  link: Link | null,
  holder?: TargetRef,
): Promise<Upserted> {
  if (desired.kind === 'deal') return refuse(work, link, 'DOCUMENT_TAKEN');
  const { kind, documento, gesinturId } = desired;
  const count = await work.ports.claims.noteRefused(kind, documento, gesinturId);
  const held = holder
    ? `${holder.kind} ${holder.id} has it and belongs to the client with the gesintur_id ${holder.gesinturId}`
    : 'Another client of this run has it';
  if (isPlaceholder(count)) {
    // Stored in any case: it is told again only when the client changes.
    const marked = {
      id: work.message.id,
      at: '',
      status: 'refused' as const,
      ...link,
      reason: undefined,
      fingerprint: fingerprint(desired),
    };
    const message = `At least ${count + 1} clients (more than ${PLACEHOLDER_FROM}) share it. ${held}`;
    return refuse(work, marked, 'PLACEHOLDER_DOCUMENTO', { desired, message });
  }
  const advice =
    holder && ` If GIAV no longer has client ${holder.gesinturId}, relink client ${gesinturId}.`;
  return refuse(work, link, 'DOCUMENT_TAKEN', { desired, message: `${held}.${advice ?? ''}` });
}
