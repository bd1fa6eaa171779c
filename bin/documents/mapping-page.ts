import { SHORT_TEXT } from '../../lib/sync/cleaning';
import type { DealOwner, Owner } from '../../lib/sync/fields/row';
import { DEAL_CHOICES } from '../../lib/sync/fields/deal-choices';
import { FIELDS } from '../../lib/sync/fields/table';
import type { TargetKind } from '../../lib/sync/target';
import { code, table } from './markdown';

const OWNERS: Readonly<Record<Owner | DealOwner, string>> = {
  giav: 'GIAV: flows in every run; a change in Clientify is put back and reported',
  'two-way': 'both: an edit in Clientify goes to GIAV while the way back is on',
  'at creation': 'sent when the deal is created, then the salesperson’s',
  initial: 'follows GIAV as long as nobody changed it in Clientify',
};

const WHAT = {
  field: 'field',
  custom: 'custom field, made by setup',
  list: 'list, entry by entry',
  address: 'part of the address',
} as const;

const fieldsOf = (giav: string): string =>
  giav
    .split(/, | \| /)
    .map(code)
    .join(giav.includes('|') ? ' or ' : ', ');

/** The table of a kind of record, as a reader sees it. */
export const rowsOf = (kind: TargetKind): string[][] =>
  FIELDS[kind].map(({ giav, name, is, owner, longest = SHORT_TEXT }) => [
    fieldsOf(giav),
    code(name),
    WHAT[is],
    OWNERS[owner],
    is === 'list' ? '' : String(longest),
  ]);

const HEAD = [
  'field of GIAV',
  'field of Clientify',
  'what it is',
  'who decides',
  'longest text sent',
];

/** docs/mapping.md: which field becomes which, from the table that the sync itself reads. */
export const mappingPage = (): string =>
  [
    '# What becomes what',
    '',
    'Made by `npm run docs` from the table that the sync itself reads ([lib/sync/fields](../lib/sync/fields/client.ts)); a test fails when it is stale. Record by record, as XML beside JSON: [test/golden](../test/golden/README.md). What happens to values that do not fit: [rules.md](rules.md#values). Fields that are not here belong to Clientify and are never touched; the setting `owners` ([settings.md](settings.md)) gives two-way fields to GIAV alone.',
    '',
    '## A client becomes a contact',
    '',
    'Unless its `Tipo` is `Empresa`. `Tipo` is translated by the setting `clientTypes`, consents by `consents`.',
    '',
    ...table(HEAD, rowsOf('contact')),
    '',
    '## A client whose Tipo is Empresa becomes a company',
    '',
    ...table(HEAD, rowsOf('company')),
    '',
    '## An expediente becomes a deal',
    '',
    'Of its client’s contact or company. The stage is found by the setting `stages`; which date is the start, by `dealStartDate`.',
    '',
    ...table(HEAD, rowsOf('deal')),
    '',
    '## What the settings can ask for',
    '',
    'Nothing of it without them. The setting `customFields` makes custom fields of other values of GIAV, the setting `deals` fills these fields of a deal; each follows GIAV as long as nobody changed it in Clientify:',
    '',
    ...table(
      ['setting', 'from', 'field of Clientify', 'what it gets'],
      DEAL_CHOICES.map(({ setting, giav, name, is }) => [code(setting), giav, code(name), is]),
    ),
    '',
  ].join('\n');
