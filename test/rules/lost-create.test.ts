import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import { changedSince, sidesOf } from '../../lib/sync/base';
import { baseOfLostCreate } from '../../lib/sync/lost-create';
import type { Target } from '../../lib/sync/target';
import { syncConfigSchema } from '../../lib/config/schema';
import { giavClient } from '../harness/giav-records';

const CLIENT = giavClient({
  id: 7,
  nombre: 'Lucía',
  apellidos: 'Ferrer Gómez',
  comentarios: 'llamar "por la tarde" & no antes',
  movil: '600111222',
  email: 'a@example.com',
  direccion: 'C/ Mayor 1',
  poblacion: 'Soria',
  codPostal: '42001',
  provincia: 'Soria',
});
const { desired } = mapClient(
  CLIENT,
  clientMapping(syncConfigSchema.parse({}), () => null),
);
const created: Target = {
  kind: 'contact',
  id: '1',
  modified: null,
  fields: { ...desired.fields },
  emails: desired.emails.map((entry, at) => ({ id: `e${at}`, ...entry })),
  phones: desired.phones.map((entry, at) => ({ id: `p${at}`, ...entry })),
  addresses: desired.address ? [{ id: 'a1', ...desired.address }] : [],
  customFields: { ...desired.customFields },
};
/** What counts as edited since the create, of what is found later. */
const edited = (more: Partial<Target>, fields: Record<string, unknown> = {}): string[] => {
  const found = { ...created, ...more, fields: { ...created.fields, ...fields } };
  const base = baseOfLostCreate(desired, found);
  return changedSince(sidesOf(desired, found, base).clientify, base.clientify);
};

describe('a create whose answer was lost has as base what it sent', () => {
  it('found as it was sent: nothing is an edit', () => {
    expect(edited({})).toEqual([]);
  });
  it.each([
    ['another text', { remarks: 'mío' }, ['remarks']],
    ['a text where we sent none', { birthday: '1984-05-06' }, ['birthday']],
    ['another letter case', { last_name: 'FERRER GÓMEZ' }, []],
    ['signs written otherwise', { remarks: 'llamar &quot;por la tarde&quot; &amp; no antes' }, []],
    ['only the beginning of ours', { remarks: 'llamar "por' }, []],
    ['more than ours', { last_name: 'Ferrer Gómez de la Vega' }, ['last_name']],
    ['nothing where we sent something: perhaps it was never stored', { remarks: '' }, []],
  ])('%s', (_, fields, expected) => {
    expect(edited({}, fields)).toEqual(expected);
  });
  it('the address is one value: another street makes all of it an edit', () => {
    const moved = created.addresses?.map((one) => ({ ...one, street: 'C/ Sol 3', city: 'SORIA' }));
    expect(edited({ addresses: moved })).toEqual(expect.arrayContaining(['street']));
    const cased = created.addresses?.map((one) => ({ ...one, city: 'SORIA' }));
    expect(edited({ addresses: cased })).toEqual([]);
    expect(edited({ addresses: [] })).toEqual([]);
  });
  it('an address of which a part was not stored, or is not shown, is as we sent it, whole', () => {
    const sent = baseOfLostCreate(desired, created).clientify.fields;
    const withStreet = (street: string) =>
      baseOfLostCreate(desired, {
        ...created,
        addresses: created.addresses?.map((one) => ({ ...one, street, city: 'SORIA' })),
      }).clientify.fields;
    expect(withStreet('')).toEqual(sent);
    expect(withStreet('C/ MAYOR 1')['city']).not.toBe(sent['city']);
  });
  it('a field that is not shown is unknown', () => {
    const fields = Object.fromEntries(
      Object.entries(created.fields).filter(([name]) => name !== 'remarks'),
    );
    const base = baseOfLostCreate(desired, { ...created, fields });
    expect(Object.keys(base.clientify.fields)).not.toContain('remarks');
    expect(Object.keys(base.giav.fields)).not.toContain('remarks');
    expect(Object.keys(base.clientify.fields)).toContain('last_name');
  });
  it('lists are unknown: an entry that is missing may never have been stored, so nobody removed it', () => {
    const base = baseOfLostCreate(desired, { ...created, phones: [] });
    expect([base.giav.phones, base.clientify.phones, base.giav.emails]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('remembers whose address entry is ours', () => {
    expect(baseOfLostCreate(desired, created).addressId).toBe('a1');
  });
});
