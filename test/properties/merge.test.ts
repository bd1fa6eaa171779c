import fc from 'fast-check';
import { compare, isEmpty, writtenOf } from '../../lib/sync/changes';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { EDITABLE } from '../../lib/sync/clientify-to-giav';
import { merge } from '../../lib/sync/merge';
import type { GiavClient } from '../../lib/sync/records';
import { changedFields, takeSnapshot, viewOfTarget } from '../../lib/sync/snapshot';
import { MAIN_ADDRESS, REQUIRED_CUSTOM_FIELDS, type Desired, type Target } from '../../lib/sync/target';

const settings = { clientTypes: {}, countryCode: (text: string) => text.toLowerCase().slice(0, 2), winner: 'giav' as const };

const word = fc.oneof(
  fc.constantFrom('', ' ', 'Lucía', 'Ñ & <b>', 'O\'Brien "x"', 'a,b', 'línea 1\r\nlínea 2', 'uno\ndos', '007', ' B1 ', 'DÍAZ, ANA'),
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
  sedeFiscal: fc.constant('ES'),
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
    fields: Object.fromEntries(Object.entries(desired.fields).map(([name, value]) => [name, strip(value)])),
    emails: desired.emails.map((one, at) => ({ ...one, id: `e${at}` })),
    phones: desired.phones.map((one, at) => ({ ...one, id: `p${at}` })),
    addresses: desired.address ? [{ ...desired.address, id: 'a1' }] : [],
    customFields: { ...desired.customFields },
    tags: [...desired.tags],
  };
}

interface Edit {
  readonly text: string;
  readonly what: 'name' | 'remarks' | 'city' | 'phone' | 'newPhone' | 'dropPhone' | 'email' | 'newEmail' | 'birthday' | 'status';
}
const editArbitrary: fc.Arbitrary<Edit> = fc.record({
  text: word,
  what: fc.constantFrom('name', 'remarks', 'city', 'phone', 'newPhone', 'dropPhone', 'email', 'newEmail', 'birthday', 'status'),
});

/** What an agent does in Clientify's screen. */
function edited(target: Target, { what, text }: Edit, at: number): Target {
  const value = text.trim();
  const number = `6${String(10_000_000 + at * 7919 + value.length)}`;
  const fields = (more: Record<string, unknown>): Target => ({ ...target, fields: { ...target.fields, ...more } });
  const [firstPhone, ...otherPhones] = target.phones ?? [];
  const [firstEmail, ...otherEmails] = target.emails ?? [];
  const [address, ...others] = target.addresses ?? [];
  if (what === 'name') return value === '' ? target : fields(target.kind === 'company' ? { name: value } : { first_name: value });
  if (what === 'remarks') return fields({ remarks: value });
  if (what === 'status') return fields({ status: 'cold-lead' });
  if (what === 'birthday') return target.kind === 'contact' ? fields({ birthday: '1970-01-31' }) : target;
  if (what === 'city') {
    const whole = address ?? { id: 'a9', street: '', city: '', state: '', country: '', postal_code: '', type: MAIN_ADDRESS };
    return { ...target, addresses: [{ ...whole, city: value }, ...others] };
  }
  if (what === 'phone') return firstPhone ? { ...target, phones: [{ ...firstPhone, phone: number }, ...otherPhones] } : target;
  if (what === 'newPhone') return { ...target, phones: [...(target.phones ?? []), { id: `n${at}`, type: 2, phone: number }] };
  if (what === 'dropPhone') return { ...target, phones: otherPhones };
  if (what === 'email')
    return firstEmail ? { ...target, emails: [{ ...firstEmail, email: `x${at}@example.com` }, ...otherEmails] } : target;
  return { ...target, emails: [...(target.emails ?? []), { id: `m${at}`, type: 3, email: `y${at}@example.com` }] };
}

let nextId = 0;
/** Clientify after the changes that compare() asks for. */
function applied(target: Target, desired: Desired, changes: ReturnType<typeof compare>): Target {
  const list = <E extends object, F extends E & { id: string }>(
    now: readonly F[] | undefined,
    change: { add: readonly E[]; replace: readonly { id: string; entry: E }[]; remove: readonly string[] },
  ): (E & { id: string })[] => [
    ...(now ?? [])
      .filter(({ id }) => !change.remove.includes(id))
      .map((one) => ({ ...one, ...change.replace.find(({ id }) => id === one.id)?.entry })),
    ...change.add.map((entry) => ({ ...entry, id: `new${nextId++}` })),
  ];
  return {
    ...target,
    fields: { ...target.fields, ...changes.fields },
    emails: list(target.emails, changes.emails),
    phones: list(target.phones, changes.phones),
    addresses: list(target.addresses, changes.addresses),
    customFields: { ...target.customFields, ...changes.customFields },
    tags: [...new Set([...(target.tags ?? []), ...desired.tags])],
  };
}

const kindOf = (desired: Desired): 'contact' | 'company' => (desired.kind === 'company' ? 'company' : 'contact');

describe('the three-way merge', () => {
  it('without a change in Clientify nothing goes to GIAV, whatever GIAV changed', () => {
    fc.assert(
      fc.property(clientArbitrary, clientArbitrary, (before, now) => {
        const desired = mapClient(before, settings).desired;
        const target = stored(desired);
        const current = { ...now, tipo: before.tipo };
        const { edits, conflicts } = merge(current, kindOf(desired), target, takeSnapshot(desired, target), settings);
        expect({ edits, conflicts }).toEqual({ edits: {}, conflicts: [] });
      }),
      { numRuns: 1000 },
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
    fc.assert(
      fc.property(clientArbitrary, editArbitrary, fc.nat(99), (client, edit, at) => {
        const desired = mapClient(client, settings).desired;
        const target = stored(desired);
        const now = edited(target, edit, at);
        const merged = merge(client, kindOf(desired), now, takeSnapshot(desired, target), settings);
        expect(mayTouch[edit.what]).toEqual(expect.arrayContaining(Object.keys(merged.edits)));
        for (const field of EDITABLE) if (!(field in merged.edits)) expect(merged.client[field]).toBe(client[field]);
        expect(merged.conflicts).toEqual([]);
        // What went to GIAV needs no answer: Clientify already shows it. An address that is new, or that was emptied, is
        // GIAV's to complete (its country) or to remove.
        const after = mapClient(merged.client, settings).desired;
        const sameAddress = (desired.address === null) === (after.address === null);
        if (merged.notes.length === 0 && edit.what !== 'status' && sameAddress)
          expect(isEmpty(compare(after, now, writtenOf(desired), {}))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('over any interleaving of edits and looks both sides converge, and the writes are finite', () => {
    const step = fc.oneof(
      fc.record({ side: fc.constant('giav' as const), field: fc.constantFrom(...EDITABLE), with: clientArbitrary }),
      fc.record({ side: fc.constant('clientify' as const), edit: editArbitrary }),
      fc.record({ side: fc.constant('look' as const) }),
    );
    fc.assert(
      fc.property(
        clientArbitrary,
        fc.array(step, { maxLength: 12 }),
        fc.constantFrom('giav' as const, 'clientify' as const),
        (start, steps, winner) => {
          let giav = start;
          const first = mapClient(giav, settings).desired;
          let crm = stored(first);
          let base = takeSnapshot(first, crm);
          let written = writtenOf(first);
          /** One look of the way back; how many writes it made. */
          const look = (): number => {
            const view = viewOfTarget(crm, REQUIRED_CUSTOM_FIELDS[crm.kind]);
            const merged = merge(giav, kindOf(first), crm, base, { ...settings, winner });
            // Told by content alone: nothing changed over there, nothing goes to GIAV.
            if (changedFields(view, base.clientify).length === 0) expect(merged.edits).toEqual({});
            const toGiav = Object.keys(merged.edits).length > 0 ? 1 : 0;
            giav = merged.client;
            const desired = mapClient(giav, settings).desired;
            const changes = compare(desired, crm, written, {});
            const toCrm = isEmpty(changes) ? 0 : 1;
            crm = applied(crm, desired, changes);
            base = takeSnapshot(desired, crm);
            written = writtenOf(desired);
            return toGiav + toCrm;
          };
          for (const [at, one] of steps.entries()) {
            if (one.side === 'giav') giav = { ...giav, [one.field]: one.with[one.field] };
            else if (one.side === 'clientify') crm = edited(crm, one.edit, at);
            else look();
          }
          look();
          // The hooks of its own writes find nothing to do.
          expect(look() + look()).toBe(0);
          expect(isEmpty(compare(mapClient(giav, settings).desired, crm, written, {}))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
