import type { Collection } from './store';

/** Text fields that a write may carry. */
export const TEXTS: Readonly<Record<Collection, readonly string[]>> = {
  contacts: [
    'first_name',
    'last_name',
    'title',
    'medium',
    'description',
    'remarks',
    'summary',
    'contact_source',
    'contact_type',
    'status',
    'taxpayer_identification_number',
    'birthday',
    'owner',
    'message',
  ],
  companies: [
    'name',
    'business_name',
    'taxpayer_identification_number',
    'company_sector',
    'description',
    'remarks',
    'summary',
    'fax',
    'owner',
  ],
  deals: ['name', 'currency', 'expected_closed_date', 'deal_source', 'remarks', 'owner'],
};

/** What a list shows of a record: less than the record itself. */
export const IN_LIST: Readonly<Record<Collection, readonly string[]>> = {
  contacts: [
    'url',
    'id',
    'owner',
    'owner_name',
    'first_name',
    'last_name',
    'title',
    'medium',
    'contact_source',
    'status',
    'emails',
    'phones',
    'company',
    'taxpayer_identification_number',
    'tags',
    'custom_fields',
    'picture_url',
    'created',
    'modified',
    'last_contact',
  ],
  companies: [
    'url',
    'id',
    'name',
    'business_name',
    'taxpayer_identification_number',
    'custom_fields',
    'tags',
    'created',
    'modified',
  ],
  deals: [
    'url',
    'id',
    'name',
    'amount',
    'currency',
    'contact',
    'company',
    'status',
    'status_desc',
    'pipeline',
    'pipeline_desc',
    'pipeline_stage',
    'pipeline_stage_desc',
    'expected_closed_date',
    'remarks',
    'custom_fields',
    'tags',
    'created',
    'modified',
  ],
};

export const STATUSES = [
  'other',
  'not-qualified-lead',
  'visitor',
  'cold-lead',
  'warm-lead',
  'hot-lead',
  'in-deal',
  'lost-lead',
  'client',
  'lost-client',
];

/** Keys of the entries of each list. */
export const ENTRY = {
  emails: ['email', 'type'],
  phones: ['phone', 'type'],
  websites: ['website', 'type'],
  addresses: ['type', 'street', 'city', 'state', 'country', 'postal_code'],
} as const;
export type EntryList = keyof typeof ENTRY;

/** How the `content_type` of a custom field begins. */
export const CONTENT: Readonly<Record<Collection, string>> = {
  contacts: 'contact',
  companies: 'compan',
  deals: 'deal',
};

/** Deal status: 1 open, 2 expired, 3 won, 4 lost. */
export const DEAL_STATUS: Readonly<Record<number, string>> = {
  1: 'Open',
  2: 'Expired',
  3: 'Won',
  4: 'Lost',
};

export const LOSS_REASONS = ['Price', 'Deal not fit', 'No decision', 'Lost contact', 'Other'].map(
  (name, at) => ({ id: at + 1, name }),
);
