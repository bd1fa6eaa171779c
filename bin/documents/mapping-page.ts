import { DEAL_CUSTOM_FIELDS, DEAL_FIELDS } from '../../lib/sync/expediente-to-deal';
import { INITIAL_DEAL_FIELDS, ONLY_AT_CREATION, OWNERSHIP } from '../../lib/sync/ownership';
import type { ClientKind } from '../../lib/sync/target';
import { code, table } from './markdown';

const OWNERS = {
  giav: 'GIAV: flows in every run; a change in Clientify is put back and reported',
  'two-way': 'both: an edit in Clientify goes to GIAV while the way back is on',
} as const;

const clientRows = (kind: ClientKind): string[][] =>
  Object.entries(OWNERSHIP[kind]).map(([target, { giav, owner }]) => [
    giav.split(', ').map(code).join(', '),
    code(target),
    OWNERS[owner],
  ]);

function dealOwner(target: string): string {
  if (ONLY_AT_CREATION.has(target)) return 'sent when the deal is created, then the salesperson’s';
  if (INITIAL_DEAL_FIELDS.has(target))
    return 'follows GIAV as long as nobody changed it in Clientify';
  return 'GIAV';
}

const dealRows = (): string[][] =>
  [...DEAL_FIELDS, ...DEAL_CUSTOM_FIELDS].map(({ source, target }) => [
    source
      .split(/, | \| /)
      .map(code)
      .join(source.includes('|') ? ' or ' : ', '),
    code(target),
    dealOwner(target),
  ]);

const HEAD = ['field of GIAV', 'field of Clientify', 'who decides'];

/** docs/mapping.md: which field becomes which, from the tables that the sync itself reads. */
export const mappingPage = (): string =>
  [
    '# What becomes what',
    '',
    'Made by `npm run docs` from the tables that the sync itself reads; a test fails when it is stale. Record by record, as XML beside JSON: [test/golden](../test/golden/README.md). What happens to values that do not fit: [rules.md](rules.md#values). Fields that are not here belong to Clientify and are never touched; the setting `owners` ([settings.md](settings.md)) gives two-way fields to GIAV alone.',
    '',
    '## A client becomes a contact',
    '',
    'Unless its `Tipo` is `Empresa`. `Tipo` is translated by the setting `clientTypes`, consents by `consents`.',
    '',
    ...table(HEAD, clientRows('contact')),
    '',
    '## A client whose Tipo is Empresa becomes a company',
    '',
    ...table(HEAD, clientRows('company')),
    '',
    '## An expediente becomes a deal',
    '',
    'Of its client’s contact or company. The stage is found by the setting `stages`; which date is the start, by `dealStartDate`.',
    '',
    ...table(HEAD, dealRows()),
    '',
  ].join('\n');
