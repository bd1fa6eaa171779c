import type { ClientifyRecords } from '../ports/clientify';
import type { Giav } from '../ports/giav';
import { sameDocumento, trimDocumento } from '../sync/documento';
import { refOf, type ClientKind, type TargetRef } from '../sync/target';

export interface MergedAwayPorts {
  readonly giav: Pick<Giav, 'readClient'>;
  readonly clientify: Pick<ClientifyRecords, 'findByDocumento' | 'read'>;
}

/** What is known of a client whose record is gone: nothing, or that others have exactly its Documento. */
export interface Heirs {
  /** For an admin: both ids. */
  readonly message: string;
  /** The ordinary rule links the client to the only one, which carries no other id. */
  readonly linkable: boolean;
}

/**
 * Clientify tells a merge as the deletion of the record that was merged away: the surviving one, if it has exactly the
 * client's Documento, is the client's by the ordinary rule of linking, or a proposal for an admin. null: nobody has it.
 */
export async function heirsOf(
  { giav, clientify }: MergedAwayPorts,
  kind: ClientKind,
  goneId: string,
  clientId: string,
): Promise<Heirs | null> {
  const documento = trimDocumento(
    (await giav.readClient(Number(clientId)))?.client.documento ?? '',
  );
  if (documento === '') return null;
  const found = (await clientify.findByDocumento(kind, documento)).filter(
    (ref) => ref.id !== goneId && sameDocumento(ref.documento, documento),
  );
  if (found.length === 0) return null;
  // A list may be poorer than the record: only the record itself shows that it carries no other id.
  const whole = found[0] && (await clientify.read(kind, found[0].id));
  const only = whole ? refOf(whole) : undefined;
  const shown = found.map(
    ({ id, gesinturId }) =>
      `${kind} ${id}${['', clientId].includes(gesinturId) ? '' : ` (gesintur_id ${gesinturId})`}`,
  );
  return {
    message: `${kind} ${goneId} is gone; ${shown.join(', ')} ${found.length === 1 ? 'has' : 'have'} its Documento`,
    linkable: found.length === 1 && isFree(only, clientId),
  };
}

const isFree = (ref: TargetRef | undefined, clientId: string): boolean =>
  ref?.gesinturId === '' || ref?.gesinturId === clientId;
