import type { Entity, RecordResult } from '../sync/decision';
import type { GiavClient, Expediente } from '../sync/records';
import type { TargetKind, FieldNote } from '../sync/target';
import type { FieldChange } from './field-changes';

/** One record of the report. Personal data: for the agency's eyes. */
export interface PlannedRecord {
  readonly entity: Entity;
  readonly id: string;
  /** How a person knows it: the client's name, the expediente's number. */
  readonly label: string;
  readonly kind?: TargetKind;
  readonly result: RecordResult;
  readonly message?: string;
  readonly clientifyId?: string;
  readonly fields: readonly FieldChange[];
  readonly notes: readonly FieldNote[];
}

/** How a person knows a client. */
export const nameOf = (client: GiavClient): string =>
  [client.nombre, client.apellidos]
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join(' ') || client.nombreAlias.trim();

/** How a person knows an expediente. */
export const numberOf = (expediente: Expediente): string =>
  [expediente.codigoOficina.trim(), expediente.codigo.trim()]
    .filter((text) => text !== '')
    .join('-');
