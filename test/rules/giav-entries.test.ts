import { addEntry, isLastOfField, removeEntry, replaceEntry } from '../../lib/sync/giav-entries';
import { giavClient } from '../harness/giav-records';

const mails = (email: string) => giavClient({ email });
const phones = (movil: string, telefono = '', fax = '') => giavClient({ movil, telefono, fax });

describe('the entries of a list as they lie in the fields of GIAV', () => {
  it.each([
    ['a@x.es; b@x.es', 'a@x.es', 'b@x.es'],
    ['a@x.es; b@x.es', 'b@x.es', 'a@x.es'],
    ['a@x.es,b@x.es  c@x.es', 'b@x.es', 'a@x.es  c@x.es'],
    ['a@x.es (llamar antes)', 'a@x.es', ' (llamar antes)'],
    ['a@x.es', 'a@x.es', ''],
    ['A@x.es; a@X.es; b@x.es', 'a@x.es', 'b@x.es'],
    ['a@x.es  b@x.es', 'a@x.es', 'b@x.es'],
    ['a@x.es  b@x.es', 'b@x.es', 'a@x.es'],
    ['a@x.es y b@x.es', 'a@x.es', 'b@x.es'],
    ['a@x.es o b@x.es', 'b@x.es', 'a@x.es'],
    ['a@x.es z b@x.es', 'b@x.es', 'a@x.es z'],
    ['a@x.es; b@x.es', 'c@x.es', 'a@x.es; b@x.es'],
  ])('from %j without %s: %j', (email, key, left) => {
    expect(removeEntry(mails(email), 'emails', key).email).toBe(left);
  });
  it.each([
    ['600111222 / 931112233', '+34600111222', '931112233'],
    ['600111222 / 931112233', '+34931112233', '600111222'],
    ['600111222 y 931112233', '+34600111222', '931112233'],
    ['600111222', '+34600111222', ''],
  ])('of the phones %j without %s: %j', (movil, key, left) => {
    expect(removeEntry(phones(movil), 'phones', key).movil).toBe(left);
  });
  it('an exchange touches the entry alone, in every field that holds it', () => {
    const entry = { text: '611 000 000', key: '+34611000000', type: 2 };
    expect(
      replaceEntry(
        phones('600111222 / 931112233', '+34 600 111 222 (tardes)'),
        'phones',
        '+34600111222',
        entry,
      ),
    ).toMatchObject({
      movil: '611 000 000 / 931112233',
      telefono: '611 000 000 (tardes)',
    });
    expect(
      replaceEntry(mails('a@x.es;  b@x.es (antes)'), 'emails', 'b@x.es', {
        text: 'C@x.es',
        key: 'c@x.es',
        type: 4,
      }).email,
    ).toBe('a@x.es;  C@x.es (antes)');
  });
  it('a new entry goes into a field that shows nothing, never over a text and never beside one', () => {
    const mobile = { text: '611000000', key: '+34611000000', type: 1 };
    const fixed = { text: '931112233', key: '+34931112233', type: 1 };
    expect(addEntry(phones('', ''), 'phones', mobile)).toMatchObject({
      movil: '611000000',
      telefono: '',
    });
    expect(addEntry(phones('', ''), 'phones', fixed)).toMatchObject({
      movil: '',
      telefono: '931112233',
    });
    expect(addEntry(phones('600111222', '\u200b'), 'phones', mobile)).toMatchObject({
      movil: '600111222',
      telefono: '611000000',
    });
    expect(addEntry(phones('600111222', '931112233'), 'phones', mobile)).toBeNull();
    expect(addEntry(phones('llamar tarde', '931112233'), 'phones', mobile)).toBeNull();
    expect(addEntry(phones('', '', ''), 'phones', { ...fixed, type: 5 })).toMatchObject({
      fax: '931112233',
      telefono: '',
    });
    // The type counts before the number, and the other field is better than none.
    expect(addEntry(phones(''), 'phones', { ...fixed, type: 2 })).toMatchObject({
      movil: '931112233',
    });
    expect(addEntry(phones('', '931000000'), 'phones', fixed)).toMatchObject({
      movil: '931112233',
      telefono: '931000000',
    });
    for (const key of ['+34611000000', '611000000'])
      expect(addEntry(phones(''), 'phones', { ...fixed, key })?.movil).toBe('931112233');
    for (const key of ['+44611000000', '+346110000001', '16110000001', '+1611000000'])
      expect(addEntry(phones(''), 'phones', { ...fixed, key })?.telefono).toBe('931112233');
    expect(
      addEntry(mails('llamar a su hija'), 'emails', { text: 'a@x.es', key: 'a@x.es', type: 4 }),
    ).toBeNull();
  });
  it('knows the last entry of a field', () => {
    expect(isLastOfField(phones('600111222', '931112233'), 'phones', '+34600111222')).toBe(true);
    expect(isLastOfField(phones('600111222 / 931112233'), 'phones', '+34600111222')).toBe(false);
    expect(isLastOfField(mails('a@x.es; b@x.es'), 'emails', 'a@x.es')).toBe(false);
    expect(isLastOfField(mails('a@x.es, A@x.es'), 'emails', 'a@x.es')).toBe(true);
    expect(isLastOfField(mails('a@x.es'), 'emails', 'b@x.es')).toBe(false);
    expect(isLastOfField(mails(''), 'emails', 'b@x.es')).toBe(false);
  });
});
