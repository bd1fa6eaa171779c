import fc from 'fast-check';
import { clientSchema } from '../../lib/giav/records';
import { sidesOf } from '../../lib/sync/base';
import { isEmpty } from '../../lib/sync/changes';
import { decide } from '../../lib/sync/decide';
import { splitEmails } from '../../lib/sync/cleaning';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { sameDocumento } from '../../lib/sync/documento';
import { fingerprint } from '../../lib/sync/fingerprint';
import { giavDate, freeTextDate } from '../../lib/sync/dates';
import { CLIENT_KINDS, type GiavClient } from '../../lib/sync/records';
import type { Desired, Target } from '../../lib/sync/target';

const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const client: fc.Arbitrary<GiavClient> = fc.record({
  id: fc.integer({ min: 1 }),
  modifiedAt: fc.constant(null),
  tipo: fc.constantFrom(...CLIENT_KINDS),
  codigo: text,
  documento: text,
  email: fc.oneof(text, fc.emailAddress(), fc.constant('a@example.com; b@example.com')),
  apellidos: text,
  nombre: text,
  nombreAlias: text,
  direccion: text,
  telefono: fc.oneof(text, fc.stringMatching(/^[69]\d{8}$/)),
  movil: fc.oneof(text, fc.stringMatching(/^[69]\d{8}$/)),
  fax: text,
  codPostal: text,
  poblacion: text,
  provincia: text,
  pais: text,
  nombrePais: text,
  fechaNacimiento: text,
  birthday: fc.constantFrom(null, '1984-05-06'),
  comentarios: text,
  texts: fc.record({ SedeFiscal: text }),
  deshabilitado: fc.boolean(),
  mailingConsent: fc.constantFrom('Pending', 'Accepted', 'Denied'),
  rgpdSigned: fc.boolean(),
});
const settings = {
  clientTypes: {},
  countryCode: (name: string) => (name === 'España' ? 'es' : null),
};

/** What Clientify shows of a record that was created from this. */
const asTarget = (desired: Desired): Target => ({
  kind: desired.kind,
  id: '1',
  modified: null,
  fields: Object.fromEntries(
    Object.entries(desired.fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.trim() : value,
    ]),
  ),
  emails: desired.emails.map((entry, at) => ({ ...entry, id: `e${at}` })),
  phones: desired.phones.map((entry, at) => ({ ...entry, id: `p${at}` })),
  addresses: desired.address ? [{ ...desired.address, id: 'a1' }] : [],
  customFields: Object.fromEntries(
    Object.entries(desired.customFields).filter(([, value]) => value.trim() !== ''),
  ),
  tags: desired.tags.map((tag) => tag.toLowerCase()),
});

const rules = {
  wayBack: 'off',
  winner: 'giav',
  clears: 'never',
  putBackAll: false,
  resubscribe: 'on-change',
} as const;
const changesOf = (desired: Desired, target: Target) =>
  decide(sidesOf(desired, target, null), null, { ...rules, now: new Date(0), fullRun: false })
    .changes;

describe('mapping', () => {
  it('never throws, always names the record, and never sends an invalid e-mail', () => {
    fc.assert(
      fc.property(client, (one) => {
        const { desired } = mapClient(one, settings);
        expect(desired.fields[desired.kind === 'company' ? 'name' : 'first_name']).not.toBe('');
        expect(desired.kind === 'company').toBe(one.tipo === 'Empresa');
        for (const { email } of desired.emails) expect(email).toMatch(/^[^\s@]+@[^\s@]+\.[^\s@]+$/);
      }),
    );
  });

  it('a record that is as it should be gives no changes; the same record gives the same fingerprint', () => {
    fc.assert(
      fc.property(client, (one) => {
        const { desired } = mapClient(one, settings);
        expect(isEmpty(changesOf(desired, asTarget(desired)))).toBe(true);
        expect(fingerprint(mapClient({ ...one }, settings).desired)).toBe(fingerprint(desired));
      }),
    );
  });

  it('any GIAV-owned difference is seen', () => {
    fc.assert(
      fc.property(client, (one) => {
        const { desired } = mapClient(one, settings);
        const other = mapClient({ ...one, rgpdSigned: !one.rgpdSigned }, settings).desired;
        expect(isEmpty(changesOf(other, asTarget(desired)))).toBe(false);
        expect(fingerprint(other)).not.toBe(fingerprint(desired));
      }),
    );
  });

  it('the e-mail opt-out is true only for Denied and never false for Pending', () => {
    fc.assert(
      fc.property(client, (one) => {
        const { desired } = mapClient({ ...one, tipo: 'Particular' }, settings);
        expect(desired.fields['unsubscribed']).toBe(
          { Denied: true, Accepted: false, Pending: undefined }[one.mailingConsent],
        );
      }),
    );
  });
});

it('Documento equality is exact but for white space at both ends', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((one) => one.trim() !== ''),
      (one) => {
        expect(sameDocumento(` ${one}\t`, one)).toBe(true);
        expect(sameDocumento(`${one.trim()}x`, one)).toBe(false);
      },
    ),
  );
  expect(sameDocumento('', '')).toBe(false);
  expect(sameDocumento('12345678z', '12345678Z')).toBe(false);
  expect(sameDocumento('12345678-Z', '12345678Z')).toBe(false);
});

it('offset-less times are Europe/Madrid; an offset is honoured; the struct default is no date', () => {
  expect(giavDate('2026-02-11T23:30:00.21')).toBe('2026-02-11');
  expect(giavDate('2026-02-11T23:30:00Z')).toBe('2026-02-12');
  expect(giavDate('0001-01-01T00:00:00')).toBeNull();
  expect(freeTextDate('06/05/1984')).toBe('1984-05-06');
  expect(freeTextDate('mayo')).toBeNull();
});

it('splits several addresses and drops what is none', () => {
  expect(splitEmails('a@example.com; B@example.com ,x').emails).toEqual([
    'a@example.com',
    'B@example.com',
  ]);
});

it('a GIAV record without required fields is refused with their names', () => {
  const parsed = clientSchema.safeParse({ Id: 5, Tipo: 'Particular' });
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual(
    expect.arrayContaining(['Deshabilitado', 'MailingConsent', 'RGPDSigned']),
  );
});
