import { fingerprint } from '../../lib/sync/fingerprint';
import type { Target } from '../../lib/sync/target';
import { Agency, ON } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { NIF, theContact, typeFields } from '../ports/contact';
import { inStep } from '../ports/in-step';

const ACTIVE = 'CONSENT_STILL_ACTIVE';

/** Clientify takes every write and leaves these fields as they are. @returns what makes it take them again */
function ignoring(agency: Agency, active: Readonly<Record<string, unknown>>): () => void {
  const store = agency.clientify.store.bind(agency.clientify);
  const kept = (target: Target): Target => {
    const before = agency.clientify.get(target.kind, target.id)?.fields ?? active;
    const stays = Object.keys(active).map((name) => [name, before[name]] as const);
    return { ...target, fields: { ...target.fields, ...Object.fromEntries(stays) } };
  };
  agency.clientify.store = (target) => store(kept(target));
  return () => {
    agency.clientify.store = store;
  };
}

/** The same of all custom fields, as they are now. */
function keepingCustomFields(agency: Agency): () => void {
  const { customFields } = theContact(agency);
  const store = agency.clientify.store.bind(agency.clientify);
  agency.clientify.store = (target) => store({ ...target, customFields });
  return () => {
    agency.clientify.store = store;
  };
}

const client = (values: Record<string, unknown>): Record<string, unknown> =>
  rawClient(7, { Documento: NIF, Nombre: 'Lucía', Apellidos: 'Ferrer', ...values });
const noticesOf = async (agency: Agency, mode: 'full' | 'modified' | 'redrive' = 'full') =>
  (await agency.run(mode)).get('7')?.notices ?? [];
/** What the last decision claims; what is kept before a write stands under its name, and gives way to it. */
const claims = (agency: Agency): string[] => {
  const { replaced = [], filled = [], notes = [] } = agency.decisions.at(-1) ?? {};
  return [...replaced, ...filled, ...notes].map(({ field }) => field);
};

describe('a consent that was withdrawn in GIAV and that Clientify does not take', () => {
  it('at a creation: told at once, and in each full run while it lasts, which sends it once more', async () => {
    const agency = new Agency();
    const take = ignoring(agency, { unsubscribed: false });
    agency.giav.store(client({ MailingConsent: 'Denied' }));
    expect(await noticesOf(agency)).toEqual([ACTIVE]);
    for (let times = 0; times < 7; times++) {
      const { writes } = agency.clientify;
      expect(await noticesOf(agency)).toEqual([ACTIVE]);
      expect(agency.clientify.writes).toBe(writes + 1);
    }
    take();
    expect(await noticesOf(agency)).toEqual([]);
    expect(theContact(agency).fields['unsubscribed']).toBe(true);
    const { writes } = agency.clientify;
    expect(await noticesOf(agency)).toEqual([]);
    expect(agency.clientify.writes).toBe(writes);
  });

  it.each([
    ['unsubscribed', false, { MailingConsent: 'Accepted' }, { MailingConsent: 'Denied' }],
    ['gdpr_accept', true, { RGPDSigned: 'true' }, { RGPDSigned: 'false' }],
  ])('%s arrives with a full run, when Clientify takes it', async (field, active, was, is) => {
    const agency = await inStep({}, was);
    const take = ignoring(agency, { [field]: active });
    agency.giav.edit(7, {}, is);
    expect(await noticesOf(agency, 'modified')).toContain(ACTIVE);
    take();
    expect(await noticesOf(agency)).toEqual([]);
    expect(theContact(agency).fields[field]).toBe(!active);
  });

  it.each([
    ['unsubscribed', false, { MailingConsent: 'Accepted' }, { MailingConsent: 'Denied' }],
    ['gdpr_accept', true, { RGPDSigned: 'true' }, { RGPDSigned: 'false' }],
  ])('at an update of %s: told, and no decision claims it', async (field, active, was, is) => {
    const agency = await inStep({}, was);
    ignoring(agency, { [field]: active });
    agency.giav.edit(7, {}, is);
    expect(await noticesOf(agency)).toContain(ACTIVE);
    expect(theContact(agency).fields[field]).toBe(active);
    expect(claims(agency)).not.toContain(field);
    expect(await noticesOf(agency)).toContain(ACTIVE);
  });

  it('the same when the way back brings both sides together', async () => {
    const agency = await inStep(ON, { MailingConsent: 'Accepted' });
    ignoring(agency, { unsubscribed: false });
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    typeFields(agency, { remarks: 'de Clientify' });
    await agency.hint('contact', theContact(agency).id);
    await agency.drain();
    expect(agency.giav.client(7)?.comentarios).toBe('de Clientify');
    expect(agency.decisions.at(-1)?.result.notices).toContain(ACTIVE);
    expect(claims(agency)).not.toContain('unsubscribed');
    expect(await noticesOf(agency)).toContain(ACTIVE);
  });

  it('a company: its consent is a text', async () => {
    const agency = await inStep({}, { Tipo: 'Empresa', MailingConsent: 'Accepted' });
    const take = keepingCustomFields(agency);
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    expect(await noticesOf(agency)).toContain(ACTIVE);
    expect(claims(agency)).not.toContain('gesintur_consentimiento_email');
    take();
    expect(await noticesOf(agency)).not.toContain(ACTIVE);
    expect(await noticesOf(agency)).toEqual([]);
  });

  it('ends when somebody withdraws it by hand, and begins again when they take that back', async () => {
    const agency = await inStep({}, { MailingConsent: 'Accepted' });
    const take = ignoring(agency, { unsubscribed: false });
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    await agency.run();
    take();
    typeFields(agency, { unsubscribed: true });
    expect(await noticesOf(agency)).toEqual([]);
    typeFields(agency, { unsubscribed: false });
    expect(await noticesOf(agency)).toEqual([]);
    expect(theContact(agency).fields['unsubscribed']).toBe(true);
  });

  it('is sent once more when the record is re-driven', async () => {
    const agency = await inStep({}, { MailingConsent: 'Accepted' });
    const take = ignoring(agency, { unsubscribed: false });
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    await agency.run();
    take();
    expect(await noticesOf(agency, 'redrive')).toEqual([]);
    expect(theContact(agency).fields['unsubscribed']).toBe(true);
  });

  it('is found in what an earlier version left without a word', async () => {
    const agency = await inStep({}, { MailingConsent: 'Accepted' });
    ignoring(agency, { unsubscribed: false });
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    await agency.run();
    for (const [key, link] of agency.links.items)
      agency.links.items.set(key, { ...link, notices: undefined });
    expect(await noticesOf(agency)).toContain(ACTIVE);
  });

  it('is found in a company that an earlier version left without a word', async () => {
    const agency = await inStep({}, { Tipo: 'Empresa', MailingConsent: 'Accepted' });
    keepingCustomFields(agency);
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    await agency.run();
    for (const [key, link] of agency.links.items)
      agency.links.items.set(key, { ...link, notices: undefined });
    expect(await noticesOf(agency)).toContain(ACTIVE);
    expect(await noticesOf(agency)).toContain(ACTIVE);
  });

  it('is told while an edit of the record waits for the way back', async () => {
    const agency = await inStep(ON, { MailingConsent: 'Accepted' });
    ignoring(agency, { unsubscribed: false });
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    await agency.run();
    typeFields(agency, { remarks: 'de Clientify' });
    for (let times = 0; times < 2; times++)
      expect(await noticesOf(agency)).toEqual([ACTIVE, 'CHANGED_IN_CLIENTIFY']);
    expect(theContact(agency).fields['remarks']).toBe('de Clientify');
  });

  it('is told while the record is left alone because a run was undone', async () => {
    const agency = await inStep({}, { MailingConsent: 'Accepted' });
    ignoring(agency, { unsubscribed: false });
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    await agency.run();
    const [message] = await agency.messages('full');
    if (!message) throw new Error('no message');
    const print = fingerprint(message.desired);
    for (const [key, link] of agency.links.items)
      agency.links.items.set(key, { ...link, fingerprint: print, undone: print });
    const told = { outcome: 'skipped', reason: 'UNDONE', notices: [ACTIVE] };
    expect((await agency.run()).get('7')).toMatchObject(told);
    expect(await agency.upsert(message)).toMatchObject(told);
  });

  it('is read back where the answer to the write does not show it', async () => {
    const agency = new Agency();
    ignoring(agency, { unsubscribed: false });
    const create = agency.clientify.create.bind(agency.clientify);
    agency.clientify.create = async (desired) => {
      const made = await create(desired);
      const fields = { ...made.target.fields };
      delete fields['unsubscribed'];
      return { ...made, target: { ...made.target, fields } };
    };
    agency.giav.store(client({ MailingConsent: 'Denied' }));
    expect(await noticesOf(agency)).toEqual([ACTIVE]);
  });
});
