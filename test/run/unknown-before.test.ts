import { rehearsedLines } from '../../lib/admin/rehearsed';
import { TEXTS } from '../../lib/admin/texts';
import { changedFields } from '../../lib/dry-run/field-changes';
import { NOT_CHANGED_LISTS } from '../../lib/sync/changes';
import { desiredOf, storedOf, hiding } from '../harness/look';

const whole = storedOf(desiredOf({ nombre: 'Ana' }));
/** As an answer shows it that leaves out what it does not tell. */
const poor = {
  ...hiding(whole, 'customFields', 'emails'),
  fields: hiding(whole.fields, 'remarks'),
};
const changes = {
  ...NOT_CHANGED_LISTS,
  fields: { remarks: 'Pasillo', birthday: null },
  customFields: { gesintur_tipo: 'Particular' },
  emails: { add: [{ type: 4, email: 'a@x.es' }], replace: [], remove: [] },
};
const before = (target: typeof whole): Record<string, unknown> =>
  Object.fromEntries(changedFields(target, changes).fields.map(({ field, from }) => [field, from]));

describe('what a field held before, as a rehearsal tells it', () => {
  it('is not known where the record does not show the field', () => {
    expect(before(poor as typeof whole)).toEqual({
      remarks: null,
      gesintur_tipo: null,
      emails: null,
    });
  });
  it('is nothing where the record shows that it is empty', () => {
    const empty = { ...whole, customFields: {}, fields: { ...whole.fields, remarks: null } };
    expect(before(empty)).toEqual({ remarks: '', gesintur_tipo: '', emails: '' });
  });
  it('a list that is not shown, and not changed, is none of the changes', () => {
    const { fields } = changedFields(poor, { ...changes, ...NOT_CHANGED_LISTS });
    expect(fields.map(({ field }) => field)).toEqual(['remarks', 'gesintur_tipo']);
  });
  it.each([
    ['en', '(not known)'],
    ['es', '(no se conoce)'],
  ] as const)('is said in words (%s)', (language, words) => {
    const record = {
      entity: 'client' as const,
      id: '7',
      label: '',
      outcome: 'updated' as const,
      reason: '',
      message: '',
      fields: [{ field: 'remarks', from: null, to: 'Pasillo' }],
      notes: [],
    };
    const lines = rehearsedLines({ records: [record] }, TEXTS[language]);
    expect(lines.join('\n')).toContain(`remarks: ${words} → "Pasillo"`);
  });
});
