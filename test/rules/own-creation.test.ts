import { ownCreation, type CreatedFrom } from '../../lib/sync/linking';
import type { TargetRef } from '../../lib/sync/target';

const ref: TargetRef = {
  kind: 'contact',
  id: '5',
  gesinturId: '',
  documento: '12345678z',
  modified: null,
};
const desired = { kind: 'contact', documento: '12345678Z' } as const;
const link: CreatedFrom = { kind: 'contact', clientifyId: '5', createdFrom: 'KEY' };

describe('a record of which a client was made is its by the remembered id', () => {
  it.each<[string, ReturnType<typeof ownCreation>, 'ours' | 'foreign' | null]>([
    ['while it holds the Documento that was sent', ownCreation(desired, ref, link, 'KEY'), 'ours'],
    [
      'unless GIAV shows another Documento: another client',
      ownCreation({ ...desired, documento: '87654321X' }, ref, link, 'KEY'),
      'foreign',
    ],
    ['not when nothing is known of it', ownCreation(desired, ref, null, 'KEY'), null],
    [
      'not when the client was made of no record',
      ownCreation(desired, ref, { ...link, createdFrom: undefined }, 'KEY'),
      null,
    ],
    [
      'not when somebody has typed another Documento since',
      ownCreation(desired, ref, link, 'OTHER'),
      null,
    ],
    ['not another record', ownCreation(desired, { ...ref, id: '6' }, link, 'KEY'), null],
    [
      'not one that carries an id',
      ownCreation(desired, { ...ref, gesinturId: '8' }, link, 'KEY'),
      null,
    ],
    [
      'not one of another kind',
      ownCreation({ ...desired, kind: 'company' }, ref, { ...link, kind: 'company' }, 'KEY'),
      null,
    ],
    [
      'not when the client was of another kind',
      ownCreation(desired, ref, { ...link, kind: 'company' }, 'KEY'),
      null,
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
