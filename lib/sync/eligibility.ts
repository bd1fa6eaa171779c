import type { Reason } from './reasons';
import { trimDocumento } from './documento';
import type { EntityStage, Expediente, GiavClient } from './records';
import { isState } from './stages';

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

/** Created before the day that the setting `expedientes.since` names. One without a date is never too old. */
export const isTooOld = (
  { fechaCreacion }: Pick<Expediente, 'fechaCreacion'>,
  since: string | null,
): boolean => since !== null && fechaCreacion !== null && fechaCreacion < since;

/** In a state that the setting `expedientes.states` does not name, by name (case and accents ignored) or id; an empty list names all. */
export function isInAnotherState(
  { idEntityStage }: Pick<Expediente, 'idEntityStage'>,
  states: readonly string[],
  giavStages: readonly EntityStage[],
): boolean {
  if (states.length === 0) return false;
  const state = giavStages.find(({ id }) => id === idEntityStage);
  return state === undefined || !states.some((wanted) => isState(state, wanted));
}

/** Why an expediente of GIAV is left out by the settings; null when it is not. */
export function whyExpedienteIsSkipped(
  expediente: Pick<Expediente, 'codigoOficina' | 'fechaCreacion' | 'idEntityStage'>,
  giavStages: readonly EntityStage[],
  {
    offices,
    expedientes,
  }: {
    readonly offices: readonly string[];
    readonly expedientes: { readonly since: string | null; readonly states: readonly string[] };
  },
): Extract<Reason, 'OTHER_OFFICE' | 'EXPEDIENTE_TOO_OLD' | 'EXPEDIENTE_STATE'> | null {
  if (isOfAnotherOffice(expediente, offices)) return 'OTHER_OFFICE';
  if (isTooOld(expediente, expedientes.since)) return 'EXPEDIENTE_TOO_OLD';
  return isInAnotherState(expediente, expedientes.states, giavStages) ? 'EXPEDIENTE_STATE' : null;
}

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
