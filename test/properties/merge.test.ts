import fc from 'fast-check';
import { sidesOf, takeBase, type Base } from '../../lib/sync/base';
import { isEmpty } from '../../lib/sync/changes';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { EDITABLE } from '../../lib/sync/clientify-to-giav';
import { decide } from '../../lib/sync/decide';
import { conflictsIn } from '../../lib/sync/conflicts';
import { mergeEdits, type MergeSettings } from '../../lib/sync/merge';
import type { GiavClient } from '../../lib/sync/records';
import { shownOf } from '../../lib/sync/shown';
import { MAIN_ADDRESS, type Desired, type Target } from '../../lib/sync/target';
import { cases } from '../harness/cases';

const settings: MergeSettings = {
  clientTypes: {},
  countryCode: (text: string) => text.toLowerCase().slice(0, 2),
  wayBack: 'on',
  winner: 'giav',
  clears: 'never',
  putBackAll: false,
};
const owned = {
  resubscribe: 'on-change' as const,
  now: new Date('2026-03-02T09:00:00Z'),
  fullRun: false,
};
const baseOf = (desired: Desired, target: Target): Base => takeBase(sidesOf(desired, target, null));

/** What a look decides and what it makes of GIAV's client. */
function look(client: GiavClient, target: Target, base: Base, more: Partial<MergeSettings> = {}) {
  const rules = { ...settings, ...more };
  const sides = sidesOf(mapClient(client, rules).desired, target, base);
  const found = decide(sides, base, { ...rules, ...owned });
  const merged = mergeEdits(client, sides, found.settled, rules);
  return { sides, found, merged, conflicts: conflictsIn(sides, found.settled) };
}

const word = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'Lucía',
    'Ñ & <b>',
    'O\'Brien "x"',
    'a,b',
    'línea 1\r\nlínea 2',
    'uno\ndos',
    '007',
    ' B1 ',
    'DÍAZ, ANA',
  ),
  fc.string({ maxLength: 12, unit: 'grapheme' }),
);
const phone = fc.oneof(
  fc.constantFrom('', 'llamar por la tarde', '+34 600 000 001', '934000000', '  611222333 '),
  fc.stringMatching(/^[67]\d{8}$/),
);
const email = fc.constantFrom(
  '',
  'a@example.com',
  'a@example.com; b@example.com',
  'no tiene',
  'A@Example.com,b@example.com x',
  'ñ@example.com',
);
const birthday = fc.constantFrom(null, '1984-05-06', '2000-02-29');

const clientArbitrary: fc.Arbitrary<GiavClient> = fc.record({
  id: fc.constant(7),
  modifiedAt: fc.constant(null),
  tipo: fc.constantFrom('Empresa', 'Particular', 'NoDefinido'),
  codigo: fc.constant('7'),
  documento: fc.constant('12345678Z'),
  email,
  apellidos: word,
  nombre: word,
  nombreAlias: word,
  direccion: word,
  telefono: phone,
  movil: phone,
  fax: phone,
  codPostal: word,
  poblacion: word,
  provincia: word,
  pais: fc.constantFrom('', 'ES'),
  nombrePais: fc.constant(''),
  fechaNacimiento: fc.constantFrom('', '06/05/1984', 'mayo'),
  birthday,
  comentarios: word,
  texts: fc.record({ SedeFiscal: fc.constant('ES') }),
  deshabilitado: fc.constant(false),
  mailingConsent: fc.constantFrom('Pending' as const, 'Accepted' as const, 'Denied' as const),
  rgpdSigned: fc.boolean(),
});

/** The record that Clientify holds after a create: texts stripped, ids in every entry. */
function stored(desired: Desired): Target {
  const strip = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);
  return {
    kind: desired.kind,
    id: '1',
    modified: null,
    fields: Object.fromEntries(
      Object.entries(desired.fields).map(([name, value]) => [name, strip(value)]),
    ),
    emails: desired.emails.map((one, at) => ({ ...one, id: `e${at}` })),
    phones: desired.phones.map((one, at) => ({ ...one, id: `p${at}` })),
    addresses: desired.address ? [{ ...desired.address, id: 'a1' }] : [],
    customFields: { ...desired.customFields },
    tags: [...desired.tags],
  };
}

interface Edit {
  readonly text: string;
  readonly what:
    | 'name'
    | 'remarks'
    | 'city'
    | 'phone'
    | 'newPhone'
    | 'dropPhone'
    | 'email'
    | 'newEmail'
    | 'birthday'
    | 'status';
}
const editArbitrary: fc.Arbitrary<Edit> = fc.record({
  text: word,
  what: fc.constantFrom(
    'name',
    'remarks',
    'city',
    'phone',
    'newPhone',
    'dropPhone',
    'email',
    'newEmail',
    'birthday',
    'status',
  ),
});

/** What an agent does in Clientify's screen. */
function edited(target: Target, { what, text }: Edit, at: number): Target {
  const value = text.trim();
  const number = `6${String(10_000_000 + at * 7919 + value.length)}`;
  const fields = (more: Record<string, unknown>): Target => ({
    ...target,
    fields: { ...target.fields, ...more },
  });
  const [firstPhone, ...otherPhones] = target.phones ?? [];
  const [firstEmail, ...otherEmails] = target.emails ?? [];
  const [address, ...others] = target.addresses ?? [];
  if (what === 'name')
    return value === ''
      ? target
      : fields(target.kind === 'company' ? { name: value } : { first_name: value });
  if (what === 'remarks') return fields({ remarks: value });
  if (what === 'status') return fields({ status: 'cold-lead' });
  if (what === 'birthday')
    return target.kind === 'contact' ? fields({ birthday: '1970-01-31' }) : target;
  if (what === 'city') {
    const whole = address ?? {
      id: 'a9',
      street: '',
      city: '',
      state: '',
      country: '',
      postal_code: '',
      type: MAIN_ADDRESS,
    };
    return { ...target, addresses: [{ ...whole, city: value }, ...others] };
  }
  if (what === 'phone')
    return firstPhone
      ? { ...target, phones: [{ ...firstPhone, phone: number }, ...otherPhones] }
      : target;
  if (what === 'newPhone')
    return {
      ...target,
      phones: [...(target.phones ?? []), { id: `n${at}`, type: 2, phone: number }],
    };
  if (what === 'dropPhone') return { ...target, phones: otherPhones };
  if (what === 'email')
    return firstEmail
      ? { ...target, emails: [{ ...firstEmail, email: `x${at}@example.com` }, ...otherEmails] }
      : target;
  return {
    ...target,
    emails: [...(target.emails ?? []), { id: `m${at}`, type: 3, email: `y${at}@example.com` }],
  };
}

describe('the three-way merge', () => {
  it('without a change in Clientify nothing goes to GIAV, whatever GIAV changed', () => {
    fc.assert(
      fc.property(clientArbitrary, clientArbitrary, (before, now) => {
        const desired = mapClient(before, settings).desired;
        const target = stored(desired);
        const { merged, conflicts } = look(
          { ...now, tipo: before.tipo },
          target,
          baseOf(desired, target),
        );
        expect({ edits: merged.edits, conflicts }).toEqual({ edits: {}, conflicts: [] });
      }),
      { numRuns: cases(1000) },
    );
  });

  it('an edit in Clientify changes in GIAV only the fields that were edited, and arrives as Clientify shows it', () => {
    const mayTouch: Readonly<Record<Edit['what'], readonly string[]>> = {
      name: ['nombre', 'apellidos', 'nombreAlias'],
      remarks: ['comentarios'],
      city: ['poblacion'],
      phone: ['movil', 'telefono', 'fax'],
      newPhone: ['movil', 'telefono'],
      dropPhone: ['movil', 'telefono', 'fax'],
      email: ['email'],
      newEmail: ['email'],
      birthday: ['birthday'],
      status: [],
    };
    const fieldOf: Readonly<Record<Edit['what'], string>> = {
      name: 'first_name',
      remarks: 'remarks',
      city: 'address',
      phone: 'phones',
      newPhone: 'phones',
      dropPhone: 'phones',
      email: 'emails',
      newEmail: 'emails',
      birthday: 'birthday',
      status: 'status',
    };
    let tried = 0;
    let arrived = 0;
    let refused = 0;
    fc.assert(
      fc.property(clientArbitrary, editArbitrary, fc.nat(99), (client, edit, at) => {
        tried += 1;
        const desired = mapClient(client, settings).desired;
        const target = stored(desired);
        const now = edited(target, edit, at);
        const { sides, found, merged, conflicts } = look(client, now, baseOf(desired, target));
        expect(mayTouch[edit.what]).toEqual(expect.arrayContaining(Object.keys(merged.edits)));
        for (const field of EDITABLE)
          if (!(field in merged.edits)) expect(merged.client[field]).toBe(client[field]);
        expect(conflicts).toEqual([]);
        const field =
          edit.what === 'name' && desired.kind === 'company' ? 'name' : fieldOf[edit.what];
        const shown = shownOf(field, sides);
        const emptied = shown.clientify === '';
        const isList = field === 'phones' || field === 'emails';
        if (shown.giav === shown.clientify || edit.what === 'status')
          expect(merged.edits).toEqual({});
        else if (!emptied && !isList && merged.refused[field] === undefined) {
          const after = sidesOf(mapClient(merged.client, settings).desired, now, null);
          arrived += 1;
          expect(merged.applied).toContain(field);
          const parts = ['street', 'city', 'state', 'postal_code'];
          if (field === 'address')
            expect(parts.map((part) => after.giav.fields[part])).toEqual(
              parts.map((part) => after.clientify.fields[part]),
            );
          else expect(after.giav.fields[field]).toBe(after.clientify.fields[field]);
        } else if (emptied && !isList) {
          // By default GIAV keeps its value and Clientify gets it back.
          expect(merged.edits).toEqual({});
          expect(isEmpty(found.changes)).toBe(false);
        } else if (merged.refused[field] !== undefined) refused += 1;
      }),
      { numRuns: cases(2000) },
    );
    // A merge that refuses every edit with a note would keep all of the above.
    expect(arrived).toBeGreaterThan(tried * 0.15);
    expect(refused).toBeLessThan(arrived / 2);
  });

  it('both changed to different: the winner, and the loser is kept in the decision', () => {
    fc.assert(
      fc.property(
        clientArbitrary,
        fc.constantFrom('giav' as const, 'clientify' as const),
        (client, winner) => {
          const desired = mapClient(
            { ...client, tipo: 'Particular', comentarios: 'antes' },
            settings,
          ).desired;
          const target = stored(desired);
          const base = baseOf(desired, target);
          const now = { ...target, fields: { ...target.fields, remarks: 'de Clientify' } };
          const changed = { ...client, tipo: 'Particular', comentarios: 'de GIAV' };
          const { merged, found, conflicts } = look(changed, now, base, { winner });
          expect(conflicts).toEqual([
            { field: 'remarks', giav: 'de GIAV', clientify: 'de Clientify', winner },
          ]);
          expect(merged.edits.comentarios).toBe(
            winner === 'clientify' ? 'de Clientify' : undefined,
          );
          expect(found.changes.fields['remarks']).toBe(winner === 'giav' ? 'de GIAV' : undefined);
          const kept = winner === 'giav' ? found.replaced : merged.replaced;
          expect(kept).toContainEqual(
            expect.objectContaining({
              field: 'remarks',
              from: winner === 'giav' ? 'de Clientify' : 'de GIAV',
            }),
          );
        },
      ),
      { numRuns: cases(200) },
    );
  });
});
