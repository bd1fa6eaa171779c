import { withEdits } from '../../lib/sync/with-edits';
import {
  categoryDifferences,
  differences,
  differencesAfter,
  intentOf,
  isAsBefore,
  isRepairable,
  isSameVersion,
  sealed,
  unsealed,
  withoutSecretValues,
  withoutSecrets,
  writerOf,
  type Intent,
} from '../../lib/sync/giav-record';
import { fullClient, type Raw } from '../ports/giav';

const before = fullClient(1);
const kinds = (intent: Intent, after: Raw): string[] =>
  differencesAfter(intent, after).map(({ field, kind }) => `${field} ${kind}`);

describe('two readings of a client', () => {
  it('are of one version when neither its moment nor anything else has moved', () => {
    expect(isSameVersion(before, { ...before })).toBe(true);
    expect(isSameVersion(before, { ...before, FechaModificacion: 'later' })).toBe(false);
    expect(isSameVersion(before, { ...before, Poblacion: 'Girona' })).toBe(false);
  });
  it('differ in fields that only one of them has, but not in what GIAV computes from elsewhere', () => {
    expect(differences(before, { ...before, New: 'x', DatosExternos: 'y' })).toEqual([
      { field: 'New', before: undefined, after: 'x', kind: 'person' },
    ]);
  });
});

describe('after a write', () => {
  const edit = intentOf(before, withEdits(before, { birthday: '1990-01-31' }));
  const done = { ...before, ...edit.intended };
  it('a list that was intended may be in another order', () => {
    const { Contact } = before['Contacts'] as { Contact: Raw[] };
    const intent: Intent = { before, intended: { Contacts: { Contact } } };
    expect(kinds(intent, { ...before, Contacts: { Contact: [...Contact].reverse() } })).toEqual([
      'Contacts normalised',
    ]);
  });
  it('the free text of the birthday may follow the date, whatever it was; no other field may, nor another date', () => {
    const old: Intent = { ...edit, before: { ...before, FechaNacimiento: '06/05/1984' } };
    expect(kinds(old, { ...done, FechaNacimiento: '31-1-1990' })).toEqual([
      'FechaNacimiento normalised',
    ]);
    expect(kinds(old, { ...done, FechaNacimiento: '30/01/1990' })).toEqual([
      'FechaNacimiento person',
    ]);
    expect(
      kinds(edit, { ...done, FechaNacimiento: '06/05/1984', Poblacion: '31/01/1990' }),
    ).toEqual(expect.arrayContaining(['Poblacion person']));
  });
  it('without a date that was written nothing follows', () => {
    const other = intentOf(before, withEdits(before, { movil: '699000000' }));
    const shown = { ...before, ...other.intended, FechaNacimiento: '31/01/1990' };
    expect(kinds({ ...other, before: { ...before, FechaNacimiento: '' } }, shown)).toEqual([
      'FechaNacimiento person',
    ]);
    const removed = intentOf(before, withEdits(before, { birthday: null }));
    const old: Intent = { ...removed, before: { ...before, FechaNacimiento: '06/05/1984' } };
    expect(kinds(old, { ...before, ...removed.intended, FechaNacimiento: '' })).toEqual([
      'FechaNacimiento damage',
    ]);
  });
  it('categories that were assigned beside ours are a person’s', () => {
    expect(categoryDifferences([7], [7, 31])).toEqual([
      { field: 'idsCategories', before: [7], after: [7, 31], kind: 'person' },
    ]);
  });
  it('a field that was to change is as before, perhaps in another way of writing, or it is not', () => {
    const intent: Intent = { before, intended: { Movil: '699000000' } };
    const shown = (Movil: string): boolean => isAsBefore('Movil', intent, { ...before, Movil });
    expect([shown('600111222'), shown('600 11 12 22'), shown('699000000'), shown('')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('whose write it was after a lost answer', () => {
  const saved = { ...before, FechaModificacion: '2026-11-25T10:00:00' };
  const intent = intentOf(
    before,
    withEdits(before, { movil: '699000000', comentarios: 'viaja con gato', poblacion: 'Girona' }),
  );
  const all = { ...saved, ...intent.intended };
  it.each<[string, Raw, string]>([
    ['a cut value of ours among the others', { ...all, Comentarios: 'viaja con g' }, 'damaged'],
    [
      'a cut value while the others are as they were',
      { ...saved, Comentarios: 'viaja con g' },
      'unclear',
    ],
    [
      'the beginning of what was there too tells nothing',
      { ...saved, Comentarios: 'viaja con ' },
      'unclear',
    ],
    [
      'one cut, one somebody else’s',
      { ...all, Comentarios: 'viaja con g', Movil: '611111111' },
      'unclear',
    ],
    [
      'one cut, one as it was',
      { ...all, Comentarios: 'viaja con g', Movil: before['Movil'] },
      'unclear',
    ],
    [
      'one cut, and an edit elsewhere',
      { ...all, Comentarios: 'viaja con g', AlertMsg: 'otra cosa' },
      'unclear',
    ],
  ])('%s', (_, after, writer) => {
    expect(writerOf(intent, after)).toBe(writer);
  });
  it('the only value of ours, cut, is our damaged write; cut to the beginning of the old one it cannot be told', () => {
    const one = intentOf(before, withEdits(before, { comentarios: 'viaja con gato' }));
    const shown = (Comentarios: string): string => writerOf(one, { ...saved, Comentarios });
    expect([shown('viaja con g'), shown('viaja con '), shown('')]).toEqual([
      'damaged',
      'unclear',
      'unclear',
    ]);
  });
});

describe('what may be put back', () => {
  const intent: Intent = { before, intended: {} };
  it.each<[string, string, unknown, boolean]>([
    ['a text that says Denied is no consent', 'Comentarios', 'Denied', true],
    ['a withdrawn consent may not', 'MailingConsent', 'Denied', false],
    ['a password that is known may', 'CustomerPortal_Password', '', true],
  ])('%s', (_, field, after, repairs) => {
    expect(isRepairable({ field, before: before[field], after, kind: 'damage' }, intent)).toBe(
      repairs,
    );
  });
  it('an intended value, unless what stands there is another than both', () => {
    const edited: Intent = { before, intended: { Comentarios: 'viaja con gato' } };
    const repairs = (after: string): boolean =>
      isRepairable({ field: 'Comentarios', before: '', after, kind: 'damage' }, edited);
    expect([
      repairs('viaja con perro'),
      repairs('viaja con gato'),
      repairs('viaja'),
      repairs('solo va en tren'),
    ]).toEqual([true, true, true, false]);
  });
});

describe('secrets are kept nowhere', () => {
  const PASSWORD = 'CustomerPortal_Password';
  it('a record without a password has no seal', () => {
    for (const password of ['', null, undefined, 5])
      expect(sealed({ ...before, [PASSWORD]: password }, 'KEY')[PASSWORD]).toBe(password);
    expect(sealed({ Nombre: 'Ana' }, 'KEY')).toEqual({ Nombre: 'Ana' });
  });
  it('a seal is opened only by the same password', () => {
    const stored = sealed(before, 'KEY');
    expect(unsealed(stored, before, 'KEY')[PASSWORD]).toBe(before[PASSWORD]);
    expect(unsealed(stored, { ...before, [PASSWORD]: 'otra' }, 'KEY')).toEqual(stored);
    expect(unsealed(stored, { ...before, [PASSWORD]: undefined }, 'KEY')).toEqual(stored);
    expect(unsealed({ ...before, [PASSWORD]: 'plain' }, before, 'KEY')[PASSWORD]).toBe('plain');
  });
  it('neither the value nor what it differed in', () => {
    expect(withoutSecrets(before)).toEqual({ ...before, [PASSWORD]: '(not kept)' });
    expect(withoutSecrets({ Nombre: 'Ana' })).toEqual({ Nombre: 'Ana' });
    const one = { before: 'a', after: 'b', kind: 'damage' } as const;
    expect(withoutSecretValues({ field: PASSWORD, ...one })).toEqual({
      field: PASSWORD,
      kind: 'damage',
    });
    expect(withoutSecretValues({ field: 'Nombre', ...one })).toEqual({ field: 'Nombre', ...one });
  });
});
