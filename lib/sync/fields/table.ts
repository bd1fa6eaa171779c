import type { TargetKind } from '../target';
import { CLIENT_FIELDS } from './client';
import { DEAL_FIELDS } from './deal';
import { CLIENT_SOURCE_TEXTS } from './sources';

/** Every field that the product knows. What is not here belongs to Clientify alone and is never touched. */
export const FIELDS = { ...CLIENT_FIELDS, deal: DEAL_FIELDS };

const namesOf = (kind: TargetKind, is: string): string[] =>
  FIELDS[kind].flatMap((row) => (row.is === is ? [row.name] : []));
const byKind = (names: (kind: TargetKind) => string[]): Readonly<Record<TargetKind, string[]>> => ({
  contact: names('contact'),
  company: names('company'),
  deal: names('deal'),
});

/** Fields of their own: no custom fields, lists or addresses. */
export const OWN_FIELDS = byKind((kind) => namesOf(kind, 'field'));

/** Custom fields that the account must have; setup creates them, as texts (clientify.md, F1). */
export const REQUIRED_CUSTOM_FIELDS = byKind((kind) => namesOf(kind, 'custom'));

/** Texts of WsCliente that are read because a row, or a source of the setting `customFields`, names them. */
export const PLAIN_TEXTS: readonly string[] = [
  ...new Set([
    ...[...FIELDS.contact, ...FIELDS.company].flatMap((row) =>
      row.is === 'custom' && row.plain !== undefined ? [row.plain] : [],
    ),
    ...CLIENT_SOURCE_TEXTS,
  ]),
];

/** Of rows that say nothing else. */
const FIRST_VERSION = 3;

/** Part of each fingerprint and of the key of the settings: the newest version that a row tells. */
export const MAPPING_VERSION = Math.max(
  FIRST_VERSION,
  ...Object.values(FIELDS).flatMap((rows) => rows.map(({ since = FIRST_VERSION }) => since)),
);
