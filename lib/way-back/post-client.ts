import type { NewDecision } from '../ports/decisions';
import type { Link } from '../ports/links';
import { clientMapping, mapClient } from '../sync/client-to-clientify';
import { EDITABLE } from '../sync/clientify-to-giav';
import type { GiavDraft } from '../sync/creation';
import { sameDocumento, trimDocumento } from '../sync/documento';
import { RetryableError } from '../sync/errors';
import { isNearDocumento } from '../sync/near-documento';
import type { GiavClient } from '../sync/records';
import { sidesOf, takeBase } from '../sync/base';
import type { ClientKind, Target } from '../sync/target';
import type { CreatePorts } from './create-ports';

export interface Posted {
  readonly id: string;
  readonly notes: NonNullable<NewDecision['notes']>;
  /** The id is somebody else's: marked, and not linked. */
  readonly foreign: boolean;
}

type Ports = Pick<
  CreatePorts,
  'giav' | 'links' | 'claims' | 'config' | 'countryCode' | 'clock' | 'log'
>;

/**
 * Creates the client. Its id is remembered before anything else: in whatever form GIAV stores the Documento, the client
 * is ours by the id, and nothing is created of this record again. Then what came back is compared with what was sent.
 */
export async function postClient(
  ports: Ports,
  kind: ClientKind,
  target: Target,
  draft: GiavDraft,
): Promise<Posted> {
  const { giav, links, clock } = ports;
  const startedAt = clock.now().toISOString();
  const id = String(
    await giav.postClient({ tipoCliente: draft.tipo, documento: draft.documento, ...draft.edits }),
  );
  await links.rememberId(kind, target.id, id);
  const before = await links.get('client', id);
  if (before !== null && !isOfThisCreate(before, kind, target.id, startedAt)) {
    await links.markForeign(kind, target.id, id);
    return { id, notes: [], foreign: true };
  }
  await links.replace('client', { ...before, ...linkOf(ports, kind, target, draft, id) }, before);
  const after = await readBack(ports, id);
  if (after === null)
    return {
      id,
      notes: [{ field: 'Id', note: 'GIAV does not show the new client yet' }],
      foreign: false,
    };
  if (isForeign(after.documento, draft.documento)) {
    await forgetForeign(ports, kind, target.id, id);
    return { id, notes: [], foreign: true };
  }
  return { id, notes: differences(draft, after), foreign: false };
}

/** Filled, and not only written otherwise: the record is somebody else's. */
export const isForeign = (stored: string, sent: string): boolean =>
  trimDocumento(stored) !== '' && !sameDocumento(stored, sent) && !isNearDocumento(stored, sent);

/** Somebody else's id is not linked; the record of Clientify keeps the mark. */
export async function forgetForeign(
  { links }: Pick<Ports, 'links'>,
  kind: ClientKind,
  clientifyId: string,
  id: string,
): Promise<void> {
  await links.markForeign(kind, clientifyId, id);
  const link = await links.get('client', id);
  if (link?.createdFrom !== undefined && link.clientifyId === clientifyId)
    await links.drop('client', id);
}

/** A run may have seen the new client before its id came back here. */
const isOfThisCreate = (
  { at, kind, clientifyId, status }: Link,
  ours: ClientKind,
  clientify: string,
  startedAt: string,
): boolean =>
  status !== 'forgotten' &&
  at >= startedAt &&
  (clientifyId === undefined || (clientifyId === clientify && kind === ours));

/** Both sides as they were at the create: what a person types from now on is an edit like any other (rules of data, section 2). */
function linkOf(
  { claims, config, countryCode, clock }: Ports,
  kind: ClientKind,
  target: Target,
  draft: GiavDraft,
  id: string,
): Link & { readonly kind: ClientKind; readonly clientifyId: string } {
  const sent = mapClient(
    { ...draft.client, id: Number(id) },
    clientMapping(config, countryCode),
  ).desired;
  return {
    id,
    status: 'linked',
    kind,
    clientifyId: target.id,
    modified: target.modified,
    snapshot: { ...takeBase(sidesOf(sent, target, null)), unread: true },
    createdFrom: claims.keyOf(trimDocumento(draft.documento)),
    reason: undefined,
    at: clock.now().toISOString(),
  };
}

/** The client is created whether it can be read now or not. */
async function readBack({ giav, log }: Ports, id: string): Promise<GiavClient | null> {
  try {
    return (await giav.readClient(Number(id)))?.client ?? null;
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    log.warn('the new client could not be read', { id });
    return null;
  }
}

const differences = ({ edits, documento }: GiavDraft, after: GiavClient): Posted['notes'] => [
  ...EDITABLE.filter((field) => edits[field] !== undefined && edits[field] !== after[field]).map(
    (field) => ({
      field,
      note: 'GIAV stored another value',
    }),
  ),
  ...(sameDocumento(after.documento, documento)
    ? []
    : [{ field: 'documento', note: 'GIAV stored it in another way of writing' }]),
];
