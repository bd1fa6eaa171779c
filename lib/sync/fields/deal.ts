import { LONG_TEXT, isBlank } from '../cleaning';
import type { Expediente } from '../records';
import { CUSTOM_FIELDS } from '../target';
import type { DealRow } from './row';

/** An expediente, and what the settings make of it. Dates are `YYYY-MM-DD`. */
export interface DealContext {
  readonly expediente: Expediente;
  readonly name: string;
  readonly pipelineUrl: string;
  readonly stageUrl: string;
  readonly startDate: string | null;
  /** The start date is also the date of the deal's creation. */
  readonly startsAtCreation: boolean;
  /** In Europe/Madrid. */
  readonly today: string;
}

/** The travel's end while it lies ahead: an open deal whose date has passed shows as expired at once (clientify.md, D3). */
const travelEnd = ({ expediente: { fechaHasta }, today }: DealContext): string | undefined =>
  fechaHasta !== null && fechaHasta > today ? fechaHasta : undefined;

/**
 * All fields of a deal that the product knows, but for its client (`withClient`) and what the setting `deals` asks for
 * (deal-choices.ts): without it, amount, owner and status are left alone.
 */
export const DEAL_FIELDS: readonly DealRow<DealContext>[] = [
  { is: 'field', giav: 'Codigo', name: 'name', owner: 'giav', read: (c) => c.name },
  {
    is: 'field',
    giav: 'IdEntityStage',
    name: 'pipeline',
    owner: 'giav',
    read: (c) => c.pipelineUrl,
  },
  {
    is: 'field',
    giav: 'IdEntityStage, Cerrado',
    name: 'pipeline_stage',
    owner: 'giav',
    read: (c) => c.stageUrl,
  },
  {
    is: 'field',
    giav: 'FechaHasta',
    name: 'expected_closed_date',
    owner: 'at creation',
    read: travelEnd,
  },
  {
    is: 'field',
    giav: 'Titulo',
    name: 'remarks',
    owner: 'initial',
    longest: LONG_TEXT,
    read: (c) => (isBlank(c.expediente.titulo) ? undefined : c.expediente.titulo),
  },
  {
    is: 'field',
    giav: 'FechaCreacion | FechaDesde',
    name: 'created',
    owner: 'giav',
    read: (c) => (c.startsAtCreation ? (c.startDate ?? undefined) : undefined),
  },
  {
    is: 'custom',
    giav: 'Id',
    name: CUSTOM_FIELDS.expedienteId,
    owner: 'giav',
    read: (c) => String(c.expediente.id),
  },
  {
    is: 'custom',
    giav: 'FechaCreacion | FechaDesde',
    name: 'gesintur_fecha_inicio',
    owner: 'giav',
    read: (c) => c.startDate ?? '',
  },
];
