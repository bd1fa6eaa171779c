import type { Reason } from './reasons';
import { sameDocumento } from './documento';
import { isNearDocumento } from './near-documento';
import type { Candidates, ClientKind, Desired, TargetRef } from './target';

export type Linking =
  | { readonly action: 'update'; readonly target: TargetRef; readonly link: boolean }
  | { readonly action: 'create' }
  /** `holder`: the record that has what this one asks for. */
  | { readonly action: 'refuse'; readonly reason: Reason; readonly holder?: TargetRef };

const refuse = (reason: Reason, holder?: TargetRef): Linking => ({
  action: 'refuse',
  reason,
  ...(holder && { holder }),
});

export interface ClientIdentity {
  readonly kind: ClientKind;
  readonly gesinturId: string;
  readonly documento: string;
}

/** A record that cannot be read but holds the id or the Documento may be the one: no second one is made. */
const createUnlessUnreadable = ({ unreadable = [] }: Candidates): Linking =>
  unreadable.length > 0 ? refuse('UNREADABLE_IN_CLIENTIFY') : { action: 'create' };

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
  const byDocument = candidates.byDocument.filter(
    (ref) => ref.kind === client.kind && sameDocumento(ref.documento, client.documento),
  );
  if (byDocument.length > 1) return refuse('AMBIGUOUS_DOCUMENT');
  const [found] = byDocument;
  if (!found) return createUnlessUnreadable(candidates);
  if (found.gesinturId !== '') return refuse('DOCUMENT_TAKEN', found);
  return { action: 'update', target: found, link: true };
}

/** A deal is linked by gesintur_expediente_id only: numbers may repeat between offices (giav.md, R8). */
export function linkExpediente(expedienteId: string, candidates: Candidates): Linking {
  const byId = candidates.byId.filter(
    (ref) => ref.kind === 'deal' && ref.gesinturId === expedienteId,
  );
  if (byId.length > 1) return refuse('AMBIGUOUS_ID');
  const [linked] = byId;
  return linked
    ? { action: 'update', target: linked, link: false }
    : createUnlessUnreadable(candidates);
}

/** What the id map knows of a client that was made of a record of Clientify and is not linked back yet. */
export interface CreatedFrom {
  readonly kind?: string;
  readonly clientifyId?: string;
  readonly createdFrom?: string;
}

/**
 * GIAV may store the Documento of a new client otherwise than it was sent: the record that it was made of is its by the
 * remembered id, as long as nobody has typed another Documento since. null: no word about it. `foreign`: what GIAV shows
 * under that id is another Documento, so another client (rules of data, section 4).
 *
 * @param documentoKey the record's Documento as the id map stores it
 */
export function ownCreation(
  { kind, documento }: Pick<Desired, 'kind' | 'documento'>,
  ref: TargetRef,
  link: CreatedFrom | null,
  documentoKey: string,
): 'ours' | 'foreign' | null {
  if (
    link?.createdFrom === undefined ||
    link.createdFrom !== documentoKey ||
    link.clientifyId !== ref.id
  )
    return null;
  if (ref.gesinturId !== '' || ref.kind !== kind || link.kind !== kind) return null;
  return isNearDocumento(documento, ref.documento) ? 'ours' : 'foreign';
}
