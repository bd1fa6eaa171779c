import { sidesOf, takeBase, type Base } from '../../lib/sync/base';
import { clientMapping, mapClient } from '../../lib/sync/client-to-clientify';
import { changesFor } from '../../lib/sync/changes';
import { decide } from '../../lib/sync/decide';
import { sidesAndBase, writeToClientify, writeToGiav } from '../../lib/sync/own-writes';
import type { GiavClient } from '../../lib/sync/records';
import type { Desired, Target } from '../../lib/sync/target';
import { hashText } from '../../lib/sync/hash';
import { syncConfigSchema } from '../../lib/config/schema';
import { giavClient } from '../harness/giav-records';

const mapped = (more: Partial<GiavClient> = {}): Desired =>
  mapClient(
    giavClient({
      id: 7,
      nombre: 'Lucía',
      apellidos: 'Ferrer',
      comentarios: 'antes',
      email: 'a@x.es',
      movil: '600111222',
      direccion: 'C/ Mayor 1',
      poblacion: 'Soria',
      codPostal: '42001',
      provincia: 'Soria',
      ...more,
    }),
    clientMapping(syncConfigSchema.parse({}), () => null),
  ).desired;
/** The contact as it is when it is in step with that client. */
const contact = (desired: Desired, modified = 'm1'): Target => ({
  kind: 'contact',
  id: '1',
  modified,
  fields: { ...desired.fields },
  emails: desired.emails.map((entry) => ({ id: entry.email, ...entry })),
  phones: desired.phones.map((entry) => ({ id: entry.phone, ...entry })),
  addresses: desired.address ? [{ id: 'a1', ...desired.address }] : [],
  customFields: { ...desired.customFields },
  tags: ['gesintur'],
});
const BEFORE = mapped();
const BASE: Base = takeBase(sidesOf(BEFORE, contact(BEFORE), null));
const RULES = {
  wayBack: 'on',
  winner: 'giav',
  clears: 'never',
  putBackAll: false,
  resubscribe: 'on-change',
  now: new Date(0),
  fullRun: false,
} as const;

/** The write that a run is about to send of a client that changed in GIAV. */
function written(now: Desired) {
  const sides = sidesOf(now, contact(BEFORE), BASE);
  const { settled, owned } = decide(sides, BASE, RULES);
  return writeToClientify(sides, changesFor(sides, settled, owned, BASE));
}
/** Fields and lists in which the base that counts shows that they changed in Clientify, or in GIAV. */
function changed(giav: Desired, clientify: Target, writes: Parameters<typeof sidesAndBase>[3]) {
  const { sides, base } = sidesAndBase(giav, clientify, BASE, writes);
  const now = takeBase(sides);
  const differing = (side: 'giav' | 'clientify'): string[] => [
    ...Object.keys(now[side].fields).filter(
      (name) => now[side].fields[name] !== base?.[side].fields[name],
    ),
    ...(['emails', 'phones'] as const).filter(
      (list) =>
        JSON.stringify([...(now[side][list] ?? [])].sort()) !==
        JSON.stringify([...(base?.[side][list] ?? [])].sort()),
    ),
  ];
  return { giav: differing('giav'), clientify: differing('clientify') };
}
const AFTER = mapped({
  comentarios: 'después',
  email: 'b@x.es',
  direccion: 'C/ Sol 3',
  poblacion: 'Jaca',
  codPostal: '22700',
  provincia: 'Huesca',
});

describe('a write to Clientify whose note was lost', () => {
  it('holds hashes only', () => {
    expect(JSON.stringify(written(AFTER))).not.toMatch(/después|x\.es|Sol/);
  });
  it('is nobody’s edit, whatever it changed: texts, entries, the address', () => {
    const clientify = written(AFTER) ?? undefined;
    expect(changed(AFTER, contact(AFTER, 'm2'), { clientify })).toEqual({
      giav: [],
      clientify: [],
    });
  });
  it('that was not applied changes nothing of what is known', () => {
    const clientify = written(AFTER) ?? undefined;
    const { sides, base } = sidesAndBase(AFTER, contact(BEFORE), BASE, { clientify });
    expect(base?.clientify).toEqual(BASE.clientify);
    expect(base?.giav).toEqual(BASE.giav);
    expect(sides.desired).toEqual(AFTER);
  });
  it('what GIAV changed back since is GIAV’s change, not an edit of Clientify', () => {
    const clientify = written(AFTER) ?? undefined;
    const found = changed(BEFORE, contact(AFTER, 'm2'), { clientify });
    expect(found.clientify).toEqual([]);
    expect(found.giav).toEqual(expect.arrayContaining(['remarks', 'emails', 'street']));
  });
  it('one part of the address alone does not make it ours', () => {
    const clientify = written(AFTER) ?? undefined;
    const shown = contact(AFTER, 'm2');
    const moved = shown.addresses?.map((one) => ({ ...one, street: 'C/ Luna 9' }));
    const found = changed(AFTER, { ...shown, addresses: moved }, { clientify });
    expect(found.clientify).toEqual(expect.arrayContaining(['street', 'city']));
  });
  it('a consent that was given once is not given again over whoever wrote since', () => {
    const denied = mapped({ mailingConsent: 'Denied' });
    const given = mapped({ mailingConsent: 'Accepted' });
    const base = takeBase(sidesOf(denied, contact(denied), null));
    const sides = sidesOf(given, contact(denied), base);
    const { settled, owned } = decide(sides, base, RULES);
    const clientify = writeToClientify(sides, changesFor(sides, settled, owned, base)) ?? undefined;
    const consent = (modified: string) =>
      sidesAndBase(given, contact(denied, modified), base, { clientify }).base?.giav.fields[
        'gesintur_consentimiento_email'
      ];
    expect(consent('m1')).toBe(hashText('Denied'));
    expect(consent('m2')).toBe(hashText('Accepted'));
  });
  it('a write of one entry, or of one field and one entry, is one', () => {
    const mails = mapped({ email: 'a@x.es; b@x.es' });
    expect(written(mails)).toMatchObject({ fields: {}, emails: { added: [hashText('b@x.es')] } });
    expect(written(mapped({ comentarios: 'x', email: 'a@x.es; b@x.es' }))).toMatchObject({
      fields: { remarks: hashText('x') },
      emails: { added: [hashText('b@x.es')], removed: [] },
      phones: { added: [], removed: [] },
      modified: 'm1',
    });
    expect(writeToGiav(mails, BEFORE, contact(mails))).toMatchObject({
      fields: {},
      emails: { added: [], removed: [hashText('b@x.es')] },
      phones: { added: [], removed: [] },
    });
  });
  it('what the record does not show any more, or not yet, is as it is known', () => {
    const clientify = written(AFTER) ?? undefined;
    const shown = contact(AFTER, 'm2');
    const fields = Object.fromEntries(
      Object.entries(shown.fields).filter(([name]) => name !== 'remarks'),
    );
    const poor: Target = { ...shown, fields, emails: undefined, phones: undefined };
    const { base } = sidesAndBase(AFTER, poor, BASE, { clientify });
    expect(base?.clientify.fields['remarks']).toBe(BASE.clientify.fields['remarks']);
    expect(base?.clientify.emails).toEqual(BASE.clientify.emails);
    expect(base?.clientify.phones).toEqual(BASE.clientify.phones);
    expect(base?.clientify.fields['street']).toBe(hashText('C/ Sol 3'));
  });
  it('a list that was never known stays unknown', () => {
    const clientify = written(AFTER) ?? undefined;
    const unknown: Base = {
      giav: { fields: BASE.giav.fields },
      clientify: { fields: BASE.clientify.fields },
    };
    const { base } = sidesAndBase(AFTER, contact(AFTER, 'm2'), unknown, { clientify });
    expect([base?.clientify.emails, base?.giav.emails]).toEqual([undefined, undefined]);
  });
  it('at a first meeting nothing is known, whatever was about to be written', () => {
    const clientify = written(AFTER) ?? undefined;
    for (const writes of [undefined, { clientify }]) {
      const { sides, base } = sidesAndBase(AFTER, contact(BEFORE), null, writes);
      expect([base, sides.desired, sides.target]).toEqual([null, AFTER, contact(BEFORE)]);
    }
  });
  it('with no write of ours the base is what it was', () => {
    expect(sidesAndBase(AFTER, contact(BEFORE), BASE, undefined).base).toEqual(BASE);
    expect(sidesAndBase(AFTER, contact(BEFORE), BASE, {}).base).toEqual(BASE);
  });
  it('nothing to write is no write', () => {
    expect(written(BEFORE)).toBeNull();
    expect(writeToGiav(BEFORE, BEFORE, contact(BEFORE))).toBeNull();
  });
});

describe('a write to GIAV whose note was lost', () => {
  it('is nobody’s edit: what somebody typed in Clientify since is one', () => {
    const giav = writeToGiav(BEFORE, AFTER, contact(AFTER)) ?? undefined;
    expect(changed(AFTER, contact(AFTER, 'm2'), { giav })).toEqual({ giav: [], clientify: [] });
    const typed = { ...contact(AFTER, 'm3') };
    const found = changed(
      AFTER,
      { ...typed, fields: { ...typed.fields, remarks: 'otra' } },
      { giav },
    );
    expect(found).toEqual({ giav: [], clientify: ['remarks'] });
  });
});

describe('a client that we created in GIAV and have not read back', () => {
  const unread = { ...BASE, unread: true };
  it('what GIAV did not store, or cut, was not emptied by anybody', () => {
    const stored = mapped({ comentarios: '', email: '', apellidos: 'Fer' });
    const { sides, base } = sidesAndBase(stored, contact(BEFORE), unread, undefined);
    const now = takeBase(sides);
    for (const name of ['remarks', 'last_name'])
      expect(base?.giav.fields[name]).toBe(now.giav.fields[name]);
    expect(base?.giav.emails).toEqual([]);
    expect(base?.clientify).toEqual(BASE.clientify);
    expect(base?.unread).toBeUndefined();
  });
  it('another value is a change', () => {
    const { base } = sidesAndBase(mapped({ comentarios: 'otra' }), contact(BEFORE), unread, {});
    expect(base?.giav.fields['remarks']).toBe(hashText('antes'));
  });
});
