/** Codes of a contact's status; what each one means is the account's (clientify.md, C8). */
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
] as const;
