import type { Desired, TargetRef } from '../../lib/sync/target';

/** A contact with the Documento X1 and no GIAV id. */
export const ref = (id: string, more: Partial<TargetRef> = {}): TargetRef => ({
  kind: 'contact',
  id,
  gesinturId: '',
  documento: 'X1',
  modified: null,
  ...more,
});

/** A contact of which nothing is wanted. */
export const NONE: Desired = {
  kind: 'contact',
  gesinturId: '7',
  documento: 'X1',
  fields: {},
  emails: [],
  phones: [],
  address: null,
  customFields: {},
  tags: [],
  notes: [],
};
