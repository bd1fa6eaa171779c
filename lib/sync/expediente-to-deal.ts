import { LONG_TEXT, SHORT_TEXT, cutText, filled, isBlank } from './cleaning';
import type { UnmappedNote } from './decision';
import type { FieldRule } from './ownership';
import type { EntityStage, Expediente } from './records';
import {
  CUSTOM_FIELDS,
  type ClientKind,
  type Desired,
  type FieldNote,
  type FieldValue,
} from './target';

export interface DealStages {
  readonly pipelineUrl: string;
  /** GIAV stage id → URL of the Clientify stage. */
  readonly byGiavStage: ReadonlyMap<number, string>;
  readonly fallbackUrl: string;
  readonly closedUrl: string | null;
}

export interface DealMappingSettings {
  readonly stages: DealStages;
  readonly giavStages: readonly EntityStage[];
  readonly officePrefix: boolean;
  readonly dealStartDate: {
    readonly from: 'FechaCreacion' | 'FechaDesde';
    readonly to: 'customField' | 'created';
  };
  /** The date of today in Europe/Madrid, `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Whether deals are named with their office. Earlier versions could decide it by themselves (`auto`, their default): what
 * they decided stays, so that no deal changes its name.
 * @param decided by the last full run
 */
export const namesShowOffice = (
  setting: 'never' | 'always' | 'auto' | undefined,
  decided: boolean | undefined,
): boolean =>
  setting === undefined || setting === 'auto' ? (decided ?? false) : setting === 'always';

/** The expediente number, prefixed by the office code where the settings say so; the id when it has none. */
export function dealName(expediente: Expediente, officePrefix: boolean): string {
  const number = filled(expediente.codigo) || String(expediente.id);
  const office = filled(expediente.codigoOficina);
  return officePrefix && office !== '' ? `${office}-${number}` : number;
}

interface Context {
  readonly expediente: Expediente;
  readonly settings: DealMappingSettings;
  readonly stageUrl: string;
  readonly startDate: string | null;
}

/** The travel's end while it lies ahead: an open deal whose date has passed shows as expired at once (clientify.md, D3). */
const travelEnd = ({ expediente: { fechaHasta }, settings }: Context): string | undefined =>
  fechaHasta !== null && fechaHasta > settings.today ? fechaHasta : undefined;

/** `amount` and `status` are left alone: GIAV has no sale total, and a status is never set by number (clientify.md, D6). */
export const DEAL_FIELDS: readonly FieldRule<Context, FieldValue | undefined>[] = [
  {
    source: 'Codigo',
    target: 'name',
    read: (c) => dealName(c.expediente, c.settings.officePrefix),
  },
  { source: 'IdEntityStage', target: 'pipeline', read: (c) => c.settings.stages.pipelineUrl },
  { source: 'IdEntityStage, Cerrado', target: 'pipeline_stage', read: (c) => c.stageUrl },
  { source: 'FechaHasta', target: 'expected_closed_date', read: (c) => travelEnd(c) },
  {
    source: 'Titulo',
    target: 'remarks',
    read: (c) => (isBlank(c.expediente.titulo) ? undefined : c.expediente.titulo),
  },
  {
    source: 'FechaCreacion | FechaDesde',
    target: 'created',
    read: (c) =>
      c.settings.dealStartDate.to === 'created' ? (c.startDate ?? undefined) : undefined,
  },
];

export const DEAL_CUSTOM_FIELDS: readonly FieldRule<Context, string>[] = [
  { source: 'Id', target: CUSTOM_FIELDS.expedienteId, read: (c) => String(c.expediente.id) },
  {
    source: 'FechaCreacion | FechaDesde',
    target: CUSTOM_FIELDS.startDate,
    read: (c) => c.startDate ?? '',
  },
];

/** A state without a stage: new deals go to the fallback, existing ones stay where they are. */
function stageOf(
  expediente: Expediente,
  settings: DealMappingSettings,
  unmapped: UnmappedNote[],
): { readonly url: string; readonly isFallback: boolean } {
  if (expediente.cerrado && settings.stages.closedUrl !== null)
    return { url: settings.stages.closedUrl, isFallback: false };
  const url =
    expediente.idEntityStage === null
      ? undefined
      : settings.stages.byGiavStage.get(expediente.idEntityStage);
  if (url !== undefined) return { url, isFallback: false };
  const name = settings.giavStages.find((stage) => stage.id === expediente.idEntityStage)?.name;
  unmapped.push(`UNMAPPED_STAGE:${name ?? expediente.idEntityStage ?? '(none)'}`);
  return { url: settings.stages.fallbackUrl, isFallback: true };
}

/** Maps an expediente to its deal; the deal's client is added by {@link withClient} once its link is known. */
export function mapExpediente(
  expediente: Expediente,
  settings: DealMappingSettings,
): { desired: Desired; unmapped: UnmappedNote[] } {
  const notes: FieldNote[] = [];
  const unmapped: UnmappedNote[] = [];
  const startDate =
    settings.dealStartDate.from === 'FechaCreacion'
      ? expediente.fechaCreacion
      : expediente.fechaDesde;
  const stage = stageOf(expediente, settings, unmapped);
  const context: Context = { expediente, settings, stageUrl: stage.url, startDate };
  const fields: Record<string, FieldValue> = {};
  for (const rule of DEAL_FIELDS) {
    const value = rule.read(context);
    if (value === undefined) continue;
    fields[rule.target] =
      typeof value === 'string'
        ? cutText(value, rule.source, rule.target === 'remarks' ? LONG_TEXT : SHORT_TEXT, notes)
        : value;
  }
  const customFields: Record<string, string> = {};
  for (const rule of DEAL_CUSTOM_FIELDS) customFields[rule.target] = rule.read(context);
  return {
    unmapped,
    desired: {
      kind: 'deal',
      gesinturId: String(expediente.id),
      documento: '',
      fields,
      emails: [],
      phones: [],
      address: null,
      customFields,
      tags: ['gesintur'],
      notes,
      ...(stage.isFallback && { onlyNew: ['pipeline', 'pipeline_stage'] }),
    },
  };
}

/** A deal belongs to the contact or the company of its client, as a resource URL; the other one is null. */
export function withClient(deal: Desired, client: { kind: ClientKind; url: string }): Desired {
  return {
    ...deal,
    fields: {
      ...deal.fields,
      contact: client.kind === 'contact' ? client.url : null,
      company: client.kind === 'company' ? client.url : null,
    },
  };
}
