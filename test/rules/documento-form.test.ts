import { formOf } from '../../lib/sync/documento-form';
import { areOthers, duplicatesOf } from '../../lib/sync/duplicates';
import { shownAs } from '../../lib/sync/shown-as';
import type { Desired, TargetRef } from '../../lib/sync/target';
import { NONE, ref } from '../ports/refs';

describe('the form of a Documento, which a search may make a difference of', () => {
  it.each([
    ['12345678Z', 'plain'],
    [' B12345674 ', 'plain'],
    ['12345678z', 'small'],
    ['12.345.678-Z', 'hyphen+dot'],
    ['12345678 Z', 'blank'],
    ['12345678\u2013Z', 'hyphen'],
    ['AB/12', 'slash'],
    ['Ñ123', 'other'],
    ['pasaporte nº 7', 'small+blank+other'],
  ])('%s is %s', (documento, form) => {
    expect(formOf(documento)).toBe(form);
  });
});

describe('how else somebody may have typed a client', () => {
  const desired = (kind: Desired['kind'], fields: Desired['fields']): Desired => ({
    ...NONE,
    kind,
    fields,
    emails: [{ type: 4, email: 'a@example.com' }],
  });
  it('a person by surname, a company by both names, each once', () => {
    const person = { first_name: 'Ana', last_name: ' Soto ' };
    expect(shownAs(desired('contact', person))).toEqual({
      emails: ['a@example.com'],
      names: ['Soto'],
    });
    const company = { name: 'Duero', business_name: 'Duero' };
    expect(shownAs(desired('company', company)).names).toEqual(['Duero']);
  });
  it('not by what half of the list has in its name', () => {
    expect(shownAs(desired('contact', { last_name: 'Li' })).names).toEqual([]);
    expect(shownAs(desired('contact', { last_name: null })).names).toEqual([]);
  });
});

describe('other records with the Documento of a client', () => {
  const wanted = { kind: 'contact', documento: 'X1' } as const;
  const of = (byDocument: TargetRef[], own = { kind: 'contact', clientifyId: '9' }): string[] =>
    duplicatesOf(own, wanted, { byDocument });
  it('are those of the kind with exactly that one, in the order of their ids, each once', () => {
    expect(of([ref('10'), ref('9'), ref('8'), ref('10')])).toEqual(['8', '10']);
    expect(of([ref('8', { kind: 'company' }), ref('7', { documento: 'x1' })])).toEqual([]);
  });
  it('are not looked for beside a record of another kind, or of none', () => {
    expect(of([ref('8')], { kind: 'company', clientifyId: '9' })).toEqual([]);
    expect(duplicatesOf({}, wanted, { byDocument: [ref('8')] })).toEqual([]);
  });
  it('are others than an admin was told when one came, went, or was replaced', () => {
    expect([areOthers(undefined, []), areOthers(['8'], ['8'])]).toEqual([false, false]);
    expect([areOthers(undefined, ['8']), areOthers(['8'], undefined)]).toEqual([true, true]);
    expect(areOthers(['8'], ['9'])).toBe(true);
  });
});
