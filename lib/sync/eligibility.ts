import type { Reason } from './decision';
import { trimDocumento } from './documento';
import type { Expediente, GiavClient } from './records';

/** What is known of a record's counterpart, as far as these rules ask. */
export interface KnownCounterpart {
  readonly status: string;
  readonly clientifyId?: string;
}

/** A client that was erased on a person's request (RGPD) is never synced again, unless the setting lets it return. */
export const isForgotten = (
  link: KnownCounterpart | null | undefined,
  forgotten: 'stay-away' | 'may-return',
): boolean => link?.status === 'forgotten' && forgotten === 'stay-away';

/** The setting `disabledClients` leaves out the clients that GIAV shows as disabled, in both directions. */
export const isLeftOut = (
  { deshabilitado }: Pick<GiavClient, 'deshabilitado'>,
  disabledClients: 'sync' | 'skip',
): boolean => deshabilitado && disabledClients === 'skip';

/** Nothing is to be seen in it: blanks, invisible characters and `&nbsp;` count as nothing. */
export const hasNoDocumento = (documento: string): boolean => trimDocumento(documento) === '';

/** Of an office whose code (CodigoOficina) the setting `offices` does not name; an empty list names all. */
export const isOfAnotherOffice = (
  { codigoOficina }: Pick<Expediente, 'codigoOficina'>,
  offices: readonly string[],
): boolean => offices.length > 0 && !offices.includes(codigoOficina.trim());

/**
 * Why a client of GIAV is not synced; null when it is. One that is linked and lost its Documento is louder than one that
 * never had any: its record is not updated any more, a withdrawn consent included (rules of data, section 4).
 */
export function whyClientIsSkipped(
  client: Pick<GiavClient, 'deshabilitado' | 'documento'>,
  link: KnownCounterpart | null | undefined,
  settings: { readonly disabledClients: 'sync' | 'skip' },
): Extract<Reason, 'DISABLED_CLIENT' | 'NO_DOCUMENT' | 'DOCUMENT_REMOVED'> | null {
  if (isLeftOut(client, settings.disabledClients)) return 'DISABLED_CLIENT';
  if (!hasNoDocumento(client.documento)) return null;
  return link?.clientifyId === undefined ? 'NO_DOCUMENT' : 'DOCUMENT_REMOVED';
}
