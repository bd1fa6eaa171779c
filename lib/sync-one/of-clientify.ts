import type { Change } from '../ports/messages';
import { RefusedError } from '../sync/refusal';
import { ConfigurationError } from '../sync/errors';
import { isBlank } from '../sync/blank';
import { refOf, type ClientKind, type Target } from '../sync/target';
import { searchGiav } from '../way-back/search-giav';
import type { SyncOnePorts } from './ports';

/** A record of Clientify that is there. */
export interface FoundThere {
  readonly kind: ClientKind;
  readonly target: Target;
}

const KINDS = ['contact', 'company'] as const;

/** The contact with that id, else the company with it; the other way round where a company is asked for. */
export async function readThere(
  { records }: Pick<SyncOnePorts, 'records'>,
  wanted: ClientKind,
  id: string,
): Promise<FoundThere> {
  for (const kind of [wanted, ...KINDS.filter((one) => one !== wanted)]) {
    const target = await records.read(kind, id);
    if (target !== null) return { kind, target };
  }
  throw new ConfigurationError({
    en: `Clientify has neither a contact nor a company with the id ${id}. Check the id in the address of its page.`,
    es: `Clientify no tiene ningún contacto ni empresa con el id ${id}. Compruebe el id en la dirección de su página.`,
  });
}

/**
 * Whose record it is, by the ordinary order: the id map, the id that it carries, its Documento exactly equal in GIAV.
 * null: nobody's.
 */
export async function clientOf(
  { links, giav, config }: Pick<SyncOnePorts, 'links' | 'giav' | 'config'>,
  { kind, target }: FoundThere,
): Promise<string | null> {
  const known = await links.known(kind, target.id);
  if (known?.foreign === false) return known.id;
  const { gesinturId, documento } = refOf(target);
  if (/^[1-9]\d{0,9}$/.test(gesinturId)) return gesinturId;
  if (gesinturId !== '' || isBlank(documento)) return null;
  const { exact } = await searchGiav(giav, config, documento);
  if (exact.length > 1)
    throw new RefusedError('several-clients', exact.map((one) => one.id).join(', '));
  const [client] = exact;
  return client === undefined ? null : String(client.id);
}

/** What is said where nobody in GIAV has it and nobody looks for its change. */
export const nobodys = ({ kind, target }: FoundThere): ConfigurationError =>
  new ConfigurationError({
    en: `No client of GIAV belongs to ${kind} ${target.id}: it carries no id of one, and none has its Documento. Nothing was changed. Correct its Documento, or create the client in GIAV and ask again.`,
    es: `Ningún cliente de GIAV corresponde a ${kind} ${target.id}: no lleva el id de ninguno y ninguno tiene su Documento. No se ha cambiado nada. Corrija su Documento, o cree el cliente en GIAV y vuelva a pedirlo.`,
  });

/** The hint of a webhook, from a person. */
export const changeOf = ({ kind, target }: FoundThere): Change => ({
  v: 1,
  kind: 'change',
  of: kind,
  id: target.id,
  source: 'webhook',
});
