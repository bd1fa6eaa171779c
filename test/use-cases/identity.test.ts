import { createHash } from 'node:crypto';
import { REASONS } from '../../lib/sync/reasons';
import { hashText } from '../../lib/sync/hash';
import type { Target } from '../../lib/sync/target';
import { Agency, ON } from '../ports/agency';
import { NIF, theContact, type, typeFields, typedContact } from '../ports/contact';
import { rawClient } from '../ports/agency-giav';
import { inStep as inStepWith } from '../ports/in-step';

/** Whose contact has a phone, and no remarks. */
const inStep = (settings: object, giav: Record<string, unknown> = {}): Promise<Agency> =>
  inStepWith(settings, { Comentarios: '', Movil: '600000001', ...giav });
const setId = (agency: Agency, id: string | undefined): void =>
  type(agency, (target) => {
    const others = Object.fromEntries(
      Object.entries(target.customFields ?? {}).filter(([name]) => name !== 'gesintur_id'),
    );
    return { ...target, customFields: id === undefined ? others : { ...others, gesintur_id: id } };
  });
const reasons = (agency: Agency): string[] =>
  agency.decisions.flatMap(({ result }) => (result.reason ? [result.reason] : []));
const notices = (agency: Agency): string[] =>
  agency.decisions.flatMap(({ result }) => [...(result.notices ?? [])]);
const copyOf = (agency: Agency, id: string, more: Partial<Target> = {}): Target =>
  agency.clientify.store({ ...theContact(agency), id, ...more });

describe('the id map is asked first, in both directions', () => {
  it('the id field emptied and the Documento still exactly equal: linked again by the Documento, with a note, and no loop', async () => {
    const agency = await inStep(ON);
    setId(agency, undefined);
    type(agency, (target) => ({ ...target, phones: [{ id: 'p9', type: 2, phone: '600000009' }] }));
    await agency.hint('contact', theContact(agency).id);
    await agency.drain();
    await agency.settle();
    expect(theContact(agency).customFields?.['gesintur_id']).toBe('7');
    expect(agency.giav.client(7)?.movil).toBe('600000009');
    expect(notices(agency)).toContain('RELINKED');
    expect(agency.giav.clients.size).toBe(1);
  });

  it('a run links it again, too', async () => {
    const agency = await inStep({});
    setId(agency, undefined);
    const results = await agency.run('full');
    expect(theContact(agency).customFields?.['gesintur_id']).toBe('7');
    expect(results.get('7')?.notices).toContain('RELINKED');
  });

  it('"linked again" is not told of a client that was just made of the record: it had no id yet', async () => {
    const agency = new Agency({ writeBack: { ...ON.writeBack, create: 'always' } });
    const id = typedContact(agency);
    await agency.hint('contact', id);
    await agency.settle();
    expect(agency.giav.clients.size).toBe(1);
    const [client] = agency.giav.clients.keys();
    expect(theContact(agency).customFields?.['gesintur_id']).toBe(String(client));
    expect(notices(agency)).not.toContain('RELINKED');
    setId(agency, undefined);
    const results = await agency.run('full');
    expect(results.get(String(client))?.notices).toContain('RELINKED');
  });

  it('emptied, and the Documento corrected: never a new client on either side; reported once, not touched', async () => {
    const agency = await inStep(ON);
    setId(agency, undefined);
    typeFields(agency, { taxpayer_identification_number: '87654321X', remarks: 'mío' });
    for (let i = 0; i < 3; i++) await agency.hint('contact', theContact(agency).id);
    await agency.drain();
    expect(reasons(agency).filter((one) => one === 'LINK_BROKEN')).toHaveLength(1);
    expect([agency.giav.clients.size, agency.giav.puts.length]).toEqual([1, 0]);
    await agency.run('full');
    expect(theContact(agency).fields).toMatchObject({
      taxpayer_identification_number: '87654321X',
      remarks: 'mío',
    });
  });

  it.each(['1003.0', '8', 'abc', '../users'])(
    'the field shows another id (%s): LINK_BROKEN, not touched, nothing new',
    async (id) => {
      const agency = await inStep(ON);
      setId(agency, id);
      typeFields(agency, { remarks: 'mío' });
      await agency.hint('contact', theContact(agency).id);
      await agency.drain();
      await agency.run('full');
      expect(reasons(agency)).toContain('LINK_BROKEN');
      expect(theContact(agency).fields['remarks']).toBe('mío');
      expect([agency.giav.clients.size, agency.giav.puts.length]).toEqual([1, 0]);
    },
  );

  it('a copy in Clientify that carries the same gesintur_id is not written back, and not updated', async () => {
    for (const documento of [NIF, '87654321X']) {
      const agency = await inStep(ON);
      const copy = copyOf(agency, '999', {
        fields: {
          ...theContact(agency).fields,
          taxpayer_identification_number: documento,
          remarks: 'de la copia',
        },
      });
      await agency.hint('contact', '999');
      await agency.drain();
      await agency.run('full');
      expect(agency.giav.puts).toEqual([]);
      expect(agency.clientify.get('contact', '999')?.modified).toBe(copy.modified);
    }
  });

  it('a copy that alone carries the id and the Documento is not updated by a run while the client’s own record is there', async () => {
    const agency = await inStep({});
    const own = theContact(agency);
    setId(agency, undefined);
    typeFields(agency, { taxpayer_identification_number: '' });
    const copy = agency.clientify.store({ ...own, id: '999' });
    agency.giav.edit(7, { comentarios: 'nuevo' });
    const results = await agency.run('full');
    expect(results.get('7')).toMatchObject({ outcome: 'skipped', reason: 'AMBIGUOUS_ID' });
    expect(agency.clientify.get('contact', '999')).toEqual(copy);
  });

  it('a record whose Documento no longer matches is not overwritten, also when only the full reading shows it', async () => {
    const agency = await inStep({});
    const { id } = theContact(agency);
    agency.giav.edit(7, { comentarios: 'nuevo' });
    const stale = agency.clientify.candidates('contact', '7', NIF);
    typeFields(agency, { taxpayer_identification_number: '87654321X' });
    agency.clientify.candidates = () => stale;
    const results = await agency.run('full');
    expect(results.get('7')).toMatchObject({ outcome: 'skipped', reason: 'DOCUMENT_MISMATCH' });
    expect(agency.clientify.get('contact', id)?.fields['remarks']).toBe('');
  });
});

describe('a second contact gets the Documento of a client that has one', () => {
  const withTwin = async (more: Partial<Target> = {}): Promise<Agency> => {
    const agency = await inStep(ON);
    copyOf(agency, '999', { customFields: {}, ...more });
    agency.decisions.length = 0;
    return agency;
  };
  const linkOf7 = (agency: Agency) => agency.links.items.get('client 7');

  it('it is told when the change is seen, and waits for a person from then on, not from the next full run', async () => {
    const agency = await withTwin();
    for (const source of ['webhook', 'reconcile', 'webhook'] as const)
      await agency.hint('contact', '999', source);
    await agency.drain();
    expect(new Set(reasons(agency))).toEqual(new Set(['DOCUMENT_TAKEN']));
    expect(linkOf7(agency)).toMatchObject({
      clientifyId: '1',
      duplicates: ['999'],
      notices: ['DUPLICATE_IN_CLIENTIFY'],
    });
    expect([...agency.pending]).toEqual(['attention 7']);
    expect([agency.giav.clients.size, agency.giav.puts.length]).toEqual([1, 0]);
  });

  it('the full run that no longer finds it takes it off the list', async () => {
    const agency = await withTwin();
    await agency.hint('contact', '999');
    agency.clientify.delete('contact', '999');
    await agency.run('full');
    expect(linkOf7(agency)?.duplicates ?? []).toEqual([]);
    expect(linkOf7(agency)?.notices ?? []).toEqual([]);
    expect([...agency.pending]).toEqual([]);
  });

  it('a company may have the Documento of a person: it is told, and is no second one of the contact', async () => {
    const agency = await withTwin({ kind: 'company' });
    await agency.hint('company', '999');
    expect(linkOf7(agency)?.duplicates).toBeUndefined();
  });
});

describe('two contacts are merged in Clientify', () => {
  const merged = async (settings: object, carries: boolean): Promise<Agency> => {
    const agency = await inStep(settings);
    const lost = theContact(agency);
    const { gesintur_id: id, ...others } = lost.customFields ?? {};
    agency.clientify.store({
      ...lost,
      id: '999',
      fields: { ...lost.fields, remarks: 'del superviviente' },
      customFields: carries ? { ...others, gesintur_id: id ?? '' } : others,
    });
    agency.clientify.delete('contact', lost.id);
    return agency;
  };

  for (const carries of [true, false])
    it(`the survivor is the record, and its edit reaches GIAV (it ${carries ? 'carries' : 'does not carry'} the id)`, async () => {
      const agency = await merged(ON, carries);
      await agency.hint('contact', '999');
      await agency.drain();
      await agency.settle();
      expect(agency.giav.client(7)?.comentarios).toBe('del superviviente');
      expect(theContact(agency)).toMatchObject({ id: '999', customFields: { gesintur_id: '7' } });
      expect(notices(agency)).toContain('MERGED_IN_CLIENTIFY');
      expect(notices(agency)).not.toContain('RELINKED');
    });

  for (const carries of [true, false])
    it(`a survivor that a run is just linking to another client stays that one's (it ${carries ? 'carries' : 'does not carry'} the id)`, async () => {
      const agency = await merged(ON, carries);
      const asked = { kind: 'contact', clientifyId: '999', client: '8' } as const;
      const until = new Date(agency.clock.now().getTime() + 3_600_000);
      await agency.links.claimRecord(asked, { holder: 'a run', until }, agency.clock.now());
      const writes = agency.clientify.writes;
      await agency.hint('contact', '999');
      await agency.drain();
      expect(agency.links.items.get('client 7')?.clientifyId).not.toBe('999');
      expect(agency.clientify.writes).toBe(writes);
      expect(agency.decisions.map(({ message }) => message ?? '').join()).toMatch(
        /contact 999\b.*client.*\b8\b/,
      );
    });

  it('a full run that comes first does not overwrite it', async () => {
    for (const settings of [ON, {}]) {
      const agency = await merged(settings, false);
      await agency.run('full');
      await agency.drain();
      expect(theContact(agency).fields['remarks']).toBe('del superviviente');
    }
  });
});

describe('a linked client loses its Documento in GIAV', () => {
  it('DOCUMENT_REMOVED, and loud when a consent was withdrawn that stays active in Clientify', async () => {
    const agency = await inStep({}, { MailingConsent: 'Accepted', RGPDSigned: 'true' });
    agency.giav.edit(7, {}, { Documento: '', Nombre: 'ANONIMIZADO' });
    expect((await agency.run('full')).get('7')).toMatchObject({
      outcome: 'skipped',
      reason: 'DOCUMENT_REMOVED',
      notices: [],
    });
    agency.giav.edit(7, {}, { MailingConsent: 'Denied' });
    expect((await agency.run('full')).get('7')).toMatchObject({
      reason: 'DOCUMENT_REMOVED',
      notices: ['CONSENT_STILL_ACTIVE'],
    });
    expect(theContact(agency).fields).toMatchObject({ first_name: 'Lucía', unsubscribed: false });
  });

  it('the same for a Documento that no longer matches', async () => {
    const agency = await inStep({}, { RGPDSigned: 'true' });
    agency.giav.edit(7, {}, { Documento: '87654321X', RGPDSigned: 'false' });
    expect((await agency.run('full')).get('7')).toMatchObject({
      reason: 'DOCUMENT_MISMATCH',
      notices: ['CONSENT_STILL_ACTIVE'],
    });
  });

  it('a client that never had a Documento is only NO_DOCUMENT', async () => {
    const agency = new Agency();
    agency.giav.store(rawClient(7, { Documento: ' ' }));
    expect((await agency.run('full')).get('7')).toMatchObject({
      outcome: 'skipped',
      reason: 'NO_DOCUMENT',
    });
  });
});

it('every reason has a sentence in both languages', () => {
  for (const { en, es } of Object.values<{ en: string; es: string }>(REASONS))
    expect([en.length > 20, es.length > 20, en === es]).toEqual([true, true, false]);
});

it('no hash of a Documento is stored that somebody could guess', async () => {
  const agency = await inStep(ON);
  type(agency, (target) => ({ ...target, fields: { ...target.fields, remarks: 'mío' } }));
  await agency.settle();
  const stored = JSON.stringify([...agency.links.items.values()]);
  for (const form of [NIF, hashText(NIF), createHash('sha256').update(NIF).digest('base64url')])
    expect(stored).not.toContain(form);
  expect(agency.links.items.get('client 7')?.documentoKey).toBe(agency.claims.keyOf(NIF));
});
