import { sidesOf, takeBase, type Base } from '../../lib/sync/base';
import { hashText } from '../../lib/sync/hash';
import { ownedChanges, type OwnedPlan, type OwnedRules } from '../../lib/sync/owned';
import { customFieldValues } from '../../lib/sync/custom-field-values';
import { acceptedOf } from '../../lib/sync/accepted';
import { sameField } from '../../lib/sync/same-field';
import type { GiavClient } from '../../lib/sync/records';
import type { Target } from '../../lib/sync/target';
import { desiredOf, inStep, storedOf, typed, type Typed, hiding } from '../harness/look';

const NOW = new Date('2026-03-02T09:00:00Z');
const RULES: OwnedRules = { resubscribe: 'on-change', now: NOW, fullRun: false };
const CONTACT: Partial<GiavClient> = {
  nombre: 'Ana',
  documento: '12345678Z',
  comentarios: 'antes',
  texts: { SedeFiscal: 'ES' },
  mailingConsent: 'Accepted',
  rgpdSigned: true,
};

interface Case {
  readonly giav?: Partial<GiavClient>;
  readonly clientify?: Typed;
  /** Fields that Clientify does not show. */
  readonly hidden?: readonly string[];
  readonly rules?: Partial<OwnedRules>;
  readonly base?: Base | null;
}
const without = (fields: Target['fields'], names: readonly string[]): Target['fields'] =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** What flows of a contact that was in step, after each side was changed. */
function flows({ giav = {}, clientify = {}, hidden = [], rules = {}, base }: Case): OwnedPlan {
  const before = inStep(CONTACT);
  const known = base === undefined ? before.base : base;
  const target = typed(before.target, clientify);
  const shown = { ...target, fields: without(target.fields, hidden) };
  return ownedChanges(sidesOf(desiredOf({ ...CONTACT, ...giav }), shown, known), known, {
    ...RULES,
    ...rules,
  });
}
const field = (name: string, value: unknown): Typed => ({ fields: { [name]: value } });

describe('fields that are GIAV’s flow always', () => {
  it.each<[string, Case, Record<string, unknown>]>([
    ['equal: nothing', {}, {}],
    ['equal but for blanks: nothing', { clientify: field('status', ' client ') }, {}],
    [
      'changed in Clientify: put back',
      { clientify: field('status', 'cold-lead') },
      { status: 'client' },
    ],
    [
      'changed in GIAV',
      { giav: { documento: '87654321X' } },
      { taxpayer_identification_number: '87654321X' },
    ],
    [
      'a consent taken back in Clientify',
      { clientify: field('gdpr_accept', false) },
      { gdpr_accept: true },
    ],
    [
      'a consent as a text is none',
      { clientify: field('gdpr_accept', 'true') },
      { gdpr_accept: true },
    ],
    ['not shown by Clientify: left alone', { hidden: ['status'], giav: { tipo: 'Otro' } }, {}],
    ['a two-way field is none of this', { giav: { comentarios: 'ahora' } }, {}],
    [
      'a two-way field that a setting gives to GIAV',
      { giav: { comentarios: 'ahora' }, rules: { owners: { remarks: 'giav' } } },
      { remarks: 'ahora' },
    ],
    [
      'the same, changed in Clientify',
      { clientify: field('remarks', 'mía'), rules: { owners: { remarks: 'giav' } } },
      { remarks: 'antes' },
    ],
    [
      'the same, emptied in GIAV, which had a value',
      { giav: { comentarios: '' }, rules: { owners: { remarks: 'giav' } } },
      { remarks: '' },
    ],
  ])('%s', (_, one, fields) => {
    expect(flows(one).fields).toEqual(fields);
  });

  it('a field that GIAV never filled is not ours to clear, whoever owns it', () => {
    const none = inStep({ ...CONTACT, comentarios: '' });
    const sides = sidesOf(none.desired, typed(none.target, field('remarks', 'mía')), none.base);
    const rules: OwnedRules = { ...RULES, owners: { remarks: 'giav' } };
    expect(ownedChanges(sides, none.base, rules).fields).toEqual({});
    expect(ownedChanges(sides, null, rules).fields).toEqual({});
  });

  it('what Clientify made of our value is not sent again, until either changes', () => {
    const accepted = { status: { sent: 'client', got: 'Cliente' } };
    const shows = (value: string, giav = {}) =>
      flows({ clientify: field('status', value), giav, rules: { accepted } }).fields;
    expect(shows('Cliente')).toEqual({});
    expect(shows('cold-lead')).toEqual({ status: 'client' });
    const other = { status: { sent: 'lead', got: 'Cliente' } };
    expect(
      flows({ clientify: field('status', 'Cliente'), rules: { accepted: other } }).fields,
    ).toEqual({ status: 'client' });
  });

  it('a text that we may only send the beginning of is left where more of it stands', () => {
    const long = 'x'.repeat(10_050);
    const { desired, target } = inStep({ ...CONTACT, comentarios: long });
    const rules: OwnedRules = { ...RULES, owners: { remarks: 'giav' } };
    const sent = (shown: string): unknown =>
      ownedChanges(sidesOf(desired, typed(target, field('remarks', shown)), null), null, rules)
        .fields['remarks'];
    expect(sent(long)).toBeUndefined();
    expect(sent('otra cosa')).toBe('x'.repeat(10_000));
    // An uncut text is put back although Clientify's begins with it.
    expect(flows({ clientify: field('remarks', 'antes y más'), rules }).fields).toEqual({
      remarks: 'antes',
    });
  });
});

describe('the state of delivery: a denied consent always unsubscribes, an accepted one subscribes once', () => {
  const denied = inStep({ ...CONTACT, mailingConsent: 'Denied' }).base;
  const pending = inStep({ ...CONTACT, mailingConsent: 'Pending' }).base;
  const out = field('unsubscribed', true);
  it.each<[string, Case, boolean | undefined, boolean]>([
    ['Denied in GIAV', { giav: { mailingConsent: 'Denied' } }, true, false],
    [
      'Denied in GIAV, subscribed again in Clientify',
      { giav: { mailingConsent: 'Denied' }, base: denied },
      true,
      false,
    ],
    [
      'Pending in GIAV says nothing',
      { giav: { mailingConsent: 'Pending' }, clientify: out },
      undefined,
      false,
    ],
    [
      'unsubscribed in Clientify while GIAV says Accepted: stays so',
      { clientify: out },
      undefined,
      true,
    ],
    ['the same without a base', { clientify: out, base: null }, undefined, true],
    ['Denied became Accepted in GIAV', { clientify: out, base: denied }, false, false],
    ['Pending became Accepted in GIAV', { clientify: out, base: pending }, false, false],
    [
      'GIAV’s state in every run, by the setting',
      { clientify: out, rules: { resubscribe: 'always' } },
      false,
      false,
    ],
    ['subscribed on both sides', {}, undefined, false],
    [
      'Denied in GIAV since, while Clientify does not show it: sent, once',
      { giav: { mailingConsent: 'Denied' }, hidden: ['unsubscribed'] },
      true,
      false,
    ],
    [
      'Denied in GIAV as ever, while Clientify does not show it',
      { giav: { mailingConsent: 'Denied' }, hidden: ['unsubscribed'], base: denied },
      undefined,
      false,
    ],
    [
      'Denied in GIAV, never in step, while Clientify does not show it',
      { giav: { mailingConsent: 'Denied' }, hidden: ['unsubscribed'], base: null },
      true,
      false,
    ],
    [
      'Accepted in GIAV, while Clientify does not show it',
      { hidden: ['unsubscribed'], base: denied },
      undefined,
      false,
    ],
  ])('%s', (_, one, unsubscribed, optedOut) => {
    const plan = flows(one);
    expect([plan.fields['unsubscribed'], plan.optedOut]).toEqual([unsubscribed, optedOut]);
  });
});

describe('custom fields of ours', () => {
  const own = (name: string, value: string): Typed => ({ customFields: { [name]: value } });
  const ALL = {
    gesintur_id: '40017',
    gesintur_sede_fiscal: 'ES',
    gesintur_tipo: 'Particular',
    gesintur_consentimiento_email: 'Accepted',
  };
  it.each<[string, Case, Record<string, string>]>([
    ['equal: nothing', {}, {}],
    ['equal but for blanks: nothing', { clientify: own('gesintur_sede_fiscal', ' ES ') }, {}],
    [
      'one changed: all of ours go together, so that the link survives',
      { clientify: own('gesintur_id', '') },
      ALL,
    ],
    [
      'one that is empty in GIAV is cleared',
      { giav: { texts: { SedeFiscal: '' } } },
      { ...ALL, gesintur_sede_fiscal: '--' },
    ],
    [
      'one that is cleared on both sides: nothing',
      { giav: { texts: { SedeFiscal: '' } }, clientify: own('gesintur_sede_fiscal', '--') },
      {},
    ],
    [
      'one that is empty on both sides is left out of what goes',
      {
        giav: { texts: { SedeFiscal: ' ' } },
        clientify: { customFields: { gesintur_sede_fiscal: '--', gesintur_id: '' } },
      },
      {
        gesintur_id: '40017',
        gesintur_tipo: 'Particular',
        gesintur_consentimiento_email: 'Accepted',
      },
    ],
    [
      'what Clientify made of our value is not sent again',
      {
        clientify: own('gesintur_sede_fiscal', 'es'),
        rules: { accepted: { cf_gesintur_sede_fiscal: { sent: 'ES', got: 'es' } } },
      },
      {},
    ],
  ])('%s', (_, one, sent) => {
    expect(flows(one).customFields).toEqual(sent);
  });
  it('a record that shows none gets all', () => {
    const bare = hiding(inStep(CONTACT).target, 'customFields');
    expect(ownedChanges(sidesOf(desiredOf(CONTACT), bare, null), null, RULES).customFields).toEqual(
      ALL,
    );
  });
  it('those to be left out are left out', () => {
    expect(customFieldValues(desiredOf(CONTACT), {}, new Set(['gesintur_id']))).not.toHaveProperty(
      'gesintur_id',
    );
  });
});

describe('a field of GIAV’s that somebody keeps changing rests after the third time within an hour', () => {
  const ago = (minutes: number): string => new Date(NOW.getTime() - minutes * 60_000).toISOString();
  const fight = (value: string, more: object = {}) => ({
    value: hashText(value),
    at: [ago(50), ago(30), ago(10)],
    ...more,
  });
  const lead = field('status', 'cold-lead');
  it('each time is remembered, with what it was about', () => {
    const plan = flows({ clientify: lead });
    expect(plan.fields).toEqual({ status: 'client' });
    expect(plan.fights).toEqual({ status: { value: hashText('client'), at: [NOW.toISOString()] } });
    expect(plan.foughtOver).toEqual([]);
  });
  it('the fourth time is left alone, and told', () => {
    const plan = flows({ clientify: lead, rules: { fights: { status: fight('client') } } });
    expect([plan.fields, plan.foughtOver]).toEqual([{}, ['status']]);
    expect(plan.fights?.['status']?.resting).toBe(true);
  });
  it('while it rests nothing is told again, also where nobody has changed it since', () => {
    const fights = { status: fight('client', { resting: true }) };
    expect(flows({ clientify: lead, rules: { fights } })).toMatchObject({
      fields: {},
      foughtOver: [],
    });
    const base = takeBase(sidesOf(desiredOf(CONTACT), typed(inStep(CONTACT).target, lead), null));
    expect(flows({ clientify: lead, base, rules: { fights } })).toMatchObject({
      fields: {},
      fights,
    });
  });
  it('a full run ends the rest', () => {
    const fights = { status: fight('client', { resting: true }) };
    expect(flows({ clientify: lead, rules: { fights, fullRun: true } }).fields).toEqual({
      status: 'client',
    });
  });
  it('a new value of GIAV’s ends it: what is fought over is another value', () => {
    const fights = { status: fight('lead', { resting: true }) };
    const plan = flows({ clientify: lead, rules: { fights } });
    expect(plan.fields).toEqual({ status: 'client' });
    expect(plan.fights?.['status']?.at).toEqual([NOW.toISOString()]);
  });
  it('GIAV’s own change is no fight, nor is a field that is as it was', () => {
    const other = {
      ...inStep(CONTACT).base,
      giav: inStep({ ...CONTACT, documento: '87654321X' }).base.giav,
    };
    expect(flows({ giav: { documento: '11111111H' } }).fights).toBeUndefined();
    expect(flows({ clientify: lead, base: null }).fights).toBeUndefined();
    expect(
      flows({ clientify: field('taxpayer_identification_number', 'X'), base: other }).fights,
    ).toBeUndefined();
  });
  it('a withdrawn consent never rests', () => {
    const fights = { unsubscribed: fight('true', { resting: true }) };
    const giav = { mailingConsent: 'Denied' as const };
    expect(
      flows({ giav, base: inStep({ ...CONTACT, ...giav }).base, rules: { fights } }).fields,
    ).toEqual({ unsubscribed: true });
  });
  it('a custom field that rests is left out when others go', () => {
    const fights = { gesintur_sede_fiscal: fight('ES', { resting: true }) };
    const plan = flows({
      clientify: { customFields: { gesintur_sede_fiscal: 'X', gesintur_id: '' } },
      rules: { fights },
    });
    expect(plan.customFields).toEqual({
      gesintur_id: '40017',
      gesintur_tipo: 'Particular',
      gesintur_consentimiento_email: 'Accepted',
    });
    const alone = flows({
      clientify: { customFields: { gesintur_sede_fiscal: 'X' } },
      rules: { fights },
    });
    expect(alone.customFields).toEqual({});
  });
});

describe('two values of a field are the same', () => {
  it.each<[string, string, unknown, unknown, boolean]>([
    ['texts but for blanks', 'status', 'client', ' client ', true],
    ['other texts', 'status', 'client', 'lead', false],
    ['flags', 'gdpr_accept', true, true, true],
    ['a flag and nothing', 'gdpr_accept', false, undefined, false],
    [
      'a date, and the moment that begins with it',
      'created',
      '2026-02-11',
      '2026-02-11T10:00:00Z',
      true,
    ],
    ['another date', 'created', '2026-02-11', '2026-02-12T10:00:00Z', false],
    ['a longer text of another field', 'status', 'client', 'client2', false],
    [
      'relations by their id, on whatever host',
      'contact',
      'https://a.example/v1/contacts/5/',
      'https://b.example/contacts/5/',
      true,
    ],
    [
      'relations to another record',
      'contact',
      'https://a.example/v1/contacts/5/',
      'https://a.example/v1/contacts/6/',
      false,
    ],
  ])('%s', (_, name, desired, actual, same) => {
    expect(sameField(name, desired as string, actual)).toBe(same);
  });
});

describe('what the API made of what we sent is remembered where it is not what we wanted', () => {
  const desired = desiredOf(CONTACT);
  const sent = new Set([
    ...Object.keys(desired.fields),
    'cf_gesintur_id',
    'cf_gesintur_sede_fiscal',
  ]);
  const after = typed(storedOf(desired), {
    fields: { status: 'Cliente', first_name: ' Ana ' },
    customFields: { gesintur_sede_fiscal: 'es', gesintur_consentimiento_email: '?' },
  });
  const EXPECTED = {
    status: { sent: 'client', got: 'Cliente' },
    cf_gesintur_sede_fiscal: { sent: 'ES', got: 'es' },
  };
  it('field by field', () => {
    expect(acceptedOf(desired, sent, after)).toEqual(EXPECTED);
  });
  it('not of what was not sent, nor of what the answer does not show', () => {
    expect(acceptedOf(desired, new Set(), after)).toEqual({});
    const bare = hiding(after, 'customFields');
    expect(
      acceptedOf(desired, sent, { ...bare, fields: without(after.fields, ['status']) }),
    ).toEqual({});
  });
});
