import { SHORT_TEXT, cutText } from '../cleaning';
import type { UnmappedNote } from '../decision';
import type { FieldNote, TargetKind } from '../target';
import type { SourceOf } from './sources';
import { REQUIRED_CUSTOM_FIELDS } from './table';
import { PENDING_FIELD } from './taken-names';

/** One entry of the setting `customFields`: a value of GIAV that becomes a custom field of Clientify. */
export interface ChosenField {
  /** A source (lib/sync/fields/sources.ts). */
  readonly from: string;
  /** Name of the custom field. */
  readonly to: string;
  readonly on: SourceOf;
}

/** What the settings say of custom fields. */
export interface ChoosingSettings {
  readonly customFields: readonly ChosenField[];
  readonly deals?: { readonly pending?: 'none' | 'customField'; readonly [other: string]: unknown };
}

export const chosenOn = (
  { customFields }: Pick<ChoosingSettings, 'customFields'>,
  on: SourceOf,
): readonly ChosenField[] => customFields.filter((one) => one.on === on);

/** Custom fields that the account must have by these settings, in the order in which setup creates them. */
export function customFieldsBy(
  settings: ChoosingSettings,
): Readonly<Record<TargetKind, readonly string[]>> {
  const ofClients = chosenOn(settings, 'client').map(({ to }) => to);
  const ofDeals = chosenOn(settings, 'expediente').map(({ to }) => to);
  const pending = settings.deals?.pending === 'customField' ? [PENDING_FIELD] : [];
  return {
    contact: [...REQUIRED_CUSTOM_FIELDS.contact, ...ofClients],
    company: [...REQUIRED_CUSTOM_FIELDS.company, ...ofClients],
    deal: [...REQUIRED_CUSTOM_FIELDS.deal, ...pending, ...ofDeals],
  };
}

/** Whether a custom field is one that the settings chose: GIAV's from the moment when GIAV fills it. */
export const isChosen = (kind: TargetKind, name: string): boolean =>
  !REQUIRED_CUSTOM_FIELDS[kind].includes(name);

/**
 * Values of the chosen fields, into the custom fields of a record. What was not read is left out, so that Clientify keeps
 * what it shows, and is told.
 */
export function addChosen(
  chosen: readonly ChosenField[],
  read: (from: string) => string | undefined,
  into: {
    readonly customFields: Record<string, string>;
    readonly notes: FieldNote[];
    readonly unmapped: UnmappedNote[];
    readonly notRead: string[];
  },
): void {
  for (const { from, to } of chosen) {
    const value = read(from);
    if (value === undefined) {
      into.unmapped.push(`NOT_READ:${from}`);
      into.notRead.push(to);
    } else into.customFields[to] = cutText(value, from, SHORT_TEXT, into.notes);
  }
}
