import type { Reason } from './decision';
import { sameDocumento } from './documento';
import type { Candidates, ClientKind, TargetRef } from './target';

export type Linking =
  | { readonly action: 'update'; readonly target: TargetRef; readonly link: boolean }
  | { readonly action: 'create' }
  | { readonly action: 'refuse'; readonly reason: Reason };

const refuse = (reason: Reason): Linking => ({ action: 'refuse', reason });

export interface ClientIdentity {
  readonly kind: ClientKind;
  readonly gesinturId: string;
  readonly documento: string;
}

/**
 * The linking order of the mission: the custom field gesintur_id, then the Documento (exactly equal, same
 * kind, no other gesintur_id), then creation. An id that matches with a Documento that does not is refused.
 */
export function linkClient(client: ClientIdentity, candidates: Candidates): Linking {
  const byId = candidates.byId.filter((ref) => ref.gesinturId === client.gesinturId);
  if (byId.length > 1) return refuse('AMBIGUOUS_ID');
  const [linked] = byId;
  if (linked) {
    if (linked.kind !== client.kind) return refuse('KIND_CHANGED');
    if (!sameDocumento(linked.documento, client.documento)) return refuse('DOCUMENT_MISMATCH');
    return { action: 'update', target: linked, link: false };
  }
  const byDocument = candidates.byDocument.filter((ref) => ref.kind === client.kind && sameDocumento(ref.documento, client.documento));
  if (byDocument.length > 1) return refuse('AMBIGUOUS_DOCUMENT');
  const [found] = byDocument;
  if (!found) return { action: 'create' };
  if (found.gesinturId !== '') return refuse('DOCUMENT_TAKEN');
  return { action: 'update', target: found, link: true };
}

/** A deal is linked by gesintur_expediente_id only: numbers may repeat between offices (giav.md §6). */
export function linkExpediente(expedienteId: string, candidates: Candidates): Linking {
  const byId = candidates.byId.filter((ref) => ref.kind === 'deal' && ref.gesinturId === expedienteId);
  if (byId.length > 1) return refuse('AMBIGUOUS_ID');
  const [linked] = byId;
  return linked ? { action: 'update', target: linked, link: false } : { action: 'create' };
}
