import { SHORT_TEXT, cutText, filled } from './cleaning';
import type { DealOwners } from './deal-owner';
import type { UnmappedNote } from './decision';
import { addChosen, type ChosenField } from './fields/chosen';
import { DEAL_FIELDS, type DealContext } from './fields/deal';
import { readOfExpediente } from './fields/sources';
import { PENDING_FIELD } from './fields/taken-names';
import type { EntityStage, Expediente } from './records';
import type { ClientKind, Desired, FieldNote, FieldValue } from './target';

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
  /** Values that the setting `customFields` carries over. @default - none */
  readonly chosen?: readonly ChosenField[];
  /** How states of GIAV, by their ids, end a deal (setting `deals.close`). @default - none does, and none opens it again */
  readonly closings?: ReadonlyMap<number, 'won' | 'lost'>;
  /** Whose deals are whose (setting `deals.owner`). @default - owners are left alone */
  readonly owners?: Pick<DealOwners, 'of'>;
  /** Whether the amount is the sum of the sales, and what is pending a custom field. @default - neither */
  readonly amounts?: {
    readonly amount: 'none' | 'sales';
    readonly pending: 'none' | 'customField';
  };
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

/** What the setting `deals` asks for; what GIAV did not tell is left out, so that the deal keeps what it shows. */
function chosenDealFields(
  { idEntityStage, besides }: Expediente,
  { closings, owners, amounts }: DealMappingSettings,
  { unmapped, notRead }: { readonly unmapped: UnmappedNote[]; readonly notRead: string[] },
): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {};
  if (closings) fields['status'] = closings.get(idEntityStage ?? 0) ?? 'open';
  if (owners && besides?.agent === undefined) {
    unmapped.push('NOT_READ:Agente');
    notRead.push('owner');
  } else if (owners && besides?.agent) {
    const owner = owners.of(besides.agent);
    if (owner !== null) fields['owner'] = owner;
    else unmapped.push(`UNMAPPED_AGENT:${besides.agent.id}`);
  }
  if (amounts?.amount === 'sales' && besides?.sales !== undefined) fields['amount'] = besides.sales;
  else if (amounts?.amount === 'sales') {
    unmapped.push('NOT_READ:Venta');
    notRead.push('amount');
  }
  return fields;
}

/** Maps an expediente to its deal; the deal's client is added by {@link withClient} once its link is known. */
export function mapExpediente(
  expediente: Expediente,
  settings: DealMappingSettings,
): { desired: Desired; unmapped: UnmappedNote[] } {
  const notes: FieldNote[] = [];
  const unmapped: UnmappedNote[] = [];
  const notRead: string[] = [];
  const stage = stageOf(expediente, settings, unmapped);
  const { fields, customFields } = ownDealFields(contextOf(expediente, settings, stage.url), notes);
  Object.assign(fields, chosenDealFields(expediente, settings, { unmapped, notRead }));
  const into = { customFields, notes, unmapped, notRead };
  if (settings.amounts?.pending === 'customField') addPending(expediente, into);
  const read = (from: string): string | undefined => readOfExpediente(expediente, from);
  addChosen(settings.chosen ?? [], read, into);
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
      ...(notRead.length > 0 && { notRead }),
    },
  };
}

function contextOf(
  expediente: Expediente,
  { officePrefix, stages, dealStartDate, today }: DealMappingSettings,
  stageUrl: string,
): DealContext {
  const { fechaCreacion, fechaDesde } = expediente;
  return {
    expediente,
    name: dealName(expediente, officePrefix),
    pipelineUrl: stages.pipelineUrl,
    stageUrl,
    startDate: dealStartDate.from === 'FechaCreacion' ? fechaCreacion : fechaDesde,
    startsAtCreation: dealStartDate.to === 'created',
    today,
  };
}

/** What every deal carries. */
function ownDealFields(
  context: DealContext,
  notes: FieldNote[],
): { fields: Record<string, FieldValue>; customFields: Record<string, string> } {
  const fields: Record<string, FieldValue> = {};
  const customFields: Record<string, string> = {};
  for (const row of DEAL_FIELDS) {
    if (row.is === 'custom') {
      customFields[row.name] = row.read(context);
      continue;
    }
    const value = row.read(context);
    if (value === undefined) continue;
    fields[row.name] =
      typeof value === 'string'
        ? cutText(value, row.giav, row.longest ?? SHORT_TEXT, notes)
        : value;
  }
  return { fields, customFields };
}

/** What is pending; the deal keeps what it shows where GIAV did not tell it. */
function addPending(
  { besides }: Expediente,
  into: {
    readonly customFields: Record<string, string>;
    readonly unmapped: UnmappedNote[];
    readonly notRead: string[];
  },
): void {
  if (besides?.pending === undefined) {
    into.unmapped.push('NOT_READ:Pendiente');
    into.notRead.push(PENDING_FIELD);
  } else into.customFields[PENDING_FIELD] = besides.pending;
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
