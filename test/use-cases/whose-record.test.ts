import type { Link } from '../../lib/ports/links';
import type { Target } from '../../lib/sync/target';
import { type Agency, ON } from '../ports/agency';
import { NIF, theContact, type, typeFields } from '../ports/contact';
import { inStep as inStepWith } from '../ports/in-step';

const inStep = (): Promise<Agency> =>
  inStepWith(ON, { Movil: '699888777', Email: 'lucia@example.com' });
const linkOf = (agency: Agency): Link => agency.links.items.get('client 7') as Link;
const setLink = (agency: Agency, more: Partial<Link>): void =>
  void agency.links.items.set('client 7', { ...linkOf(agency), ...more });

/** What the look at a record tells. */
async function look(agency: Agency, id: string, source?: Parameters<Agency['hint']>[2]) {
  const known = agency.decisions.length;
  agency.asked.splice(0);
  await agency.hint('contact', id, source);
  const [told, ...others] = agency.decisions.slice(known);
  expect(others.every((one) => one.result.outcome !== 'skipped')).toBe(true);
  return told ? (told.result.reason ?? told.result.outcome) : null;
}
const asked = (agency: Agency) =>
  agency.asked.map((one) => one.kind === 'redrive' && one.records.map(({ id }) => id));

/** Another contact, which shows the client's id. */
function another(agency: Agency, more: Partial<Target> = {}): string {
  const id = agency.clientify.id();
  agency.clientify.store({ ...theContact(agency), id, ...more });
  return id;
}

describe('a contact that carries the id of a client whose own contact is another one', () => {
  /** The own contact of the client is gone: the two were merged. */
  const merged = async (more: Partial<Target> = {}, link: Partial<Link> = {}) => {
    const agency = await inStep();
    const lost = theContact(agency).id;
    const id = another(agency, more);
    agency.clientify.delete('contact', lost);
    setLink(agency, link);
    return { agency, id, lost };
  };

  it('is a copy as long as that one is there: nothing of it changes, and it is told', async () => {
    const agency = await inStep();
    const own = theContact(agency).id;
    const id = another(agency);
    const before = agency.clientify.writes;
    expect([await look(agency, id), linkOf(agency).clientifyId, agency.clientify.writes]).toEqual([
      'AMBIGUOUS_ID',
      own,
      before,
    ]);
  });

  it('is the client’s where that one is gone, and what the lost one showed is the base: an edit goes back, and no entry counts as removed', async () => {
    const { agency, id } = await merged({ phones: [], emails: [] });
    typeFields(agency, { remarks: 'después' });
    await look(agency, id);
    const notices = agency.decisions.flatMap(({ result }) => result.notices ?? []);
    expect(notices).toContain('MERGED_IN_CLIENTIFY');
    expect(linkOf(agency).clientifyId).toBe(id);
    expect(agency.giav.client(7)).toMatchObject({
      comentarios: 'después',
      movil: '699888777',
      email: 'lucia@example.com',
    });
  });

  it('is told as merged also where there was nothing to bring', async () => {
    const { agency, id } = await merged();
    expect(await look(agency, id)).toBe('unchanged');
    expect(agency.decisions.at(-1)?.result.notices).toEqual(['MERGED_IN_CLIENTIFY']);
  });

  it.each<[string, Partial<Link>]>([
    ['as the link remembers it', {}],
    ['as GIAV shows it, where an earlier version remembered none', { documentoKey: undefined }],
  ])('but another Documento is a slip: %s', async (_, link) => {
    const other = { ...NIF_OF('X1234567L') };
    const { agency, id, lost } = await merged({}, link);
    type(agency, (target) => ({ ...target, fields: { ...target.fields, ...other } }));
    expect([await look(agency, id), linkOf(agency).clientifyId]).toEqual(['LINK_BROKEN', lost]);
    type(agency, (target) => ({ ...target, fields: { ...target.fields, ...NIF_OF(NIF) } }));
    await look(agency, id);
    expect(linkOf(agency).clientifyId).toBe(id);
  });

  it('is not linked while another client has it in hand; the admin reads both ids', async () => {
    const { agency, id, lost } = await merged();
    const until = new Date(Date.now() + 3_600_000);
    const claimed = { kind: 'contact', clientifyId: id, client: '8' } as const;
    await agency.links.claimRecord(claimed, { holder: 'run', until }, agency.clock.now());
    expect([await look(agency, id), linkOf(agency).clientifyId]).toEqual(['DOCUMENT_TAKEN', lost]);
    expect(agency.decisions.at(-1)?.message).toMatch(/client 7.*client 8/);
  });

  it('is linked, and synced from GIAV first, where both sides were never in step', async () => {
    const { agency, id } = await merged({}, { snapshot: undefined });
    expect([await look(agency, id), asked(agency), linkOf(agency).clientifyId]).toEqual([
      'NOT_SYNCED_YET',
      [['7']],
      id,
    ]);
  });

  it('is left alone where the client was a company over there', async () => {
    const { agency, id } = await merged({}, { kind: 'company' });
    expect(await look(agency, id)).toBe('KIND_CHANGED');
  });

  it.each<Partial<Link>>([{ clientifyId: undefined }, { kind: undefined }])(
    'of a client that has none (%j) is synced from GIAV first',
    async (link) => {
      const { agency, id } = await merged({}, link);
      expect([await look(agency, id), asked(agency)]).toEqual(['NOT_SYNCED_YET', [['7']]]);
    },
  );
});
const NIF_OF = (documento: string) => ({ taxpayer_identification_number: documento });

describe('a contact with an id of GIAV that nobody gave it', () => {
  it.each(['0', '07', '-1', 'abc', '12345678901', '7 '])(
    'which can be none of GIAV’s is told: "%s"',
    async (gesintur_id) => {
      const agency = await inStep();
      const customFields = { ...theContact(agency).customFields, gesintur_id };
      const id = another(agency, { customFields });
      const is = gesintur_id === '7 ' ? 'AMBIGUOUS_ID' : 'LINK_BROKEN';
      expect([await look(agency, id), asked(agency)]).toEqual([is, []]);
    },
  );

  it.each(['8', '40017', '1234567890'])(
    'of a client that no run has synced is synced from GIAV first: %s',
    async (gesintur_id) => {
      const agency = await inStep();
      const customFields = { ...theContact(agency).customFields, gesintur_id };
      const id = another(agency, { customFields });
      expect([await look(agency, id), asked(agency)]).toEqual(['NOT_SYNCED_YET', [[gesintur_id]]]);
    },
  );
});

describe('a client’s own contact', () => {
  it('that shows the id of another client is refused, once, and again when somebody asks', async () => {
    const agency = await inStep();
    const { id } = theContact(agency);
    type(agency, (target) => ({
      ...target,
      customFields: { ...target.customFields, gesintur_id: '8' },
    }));
    const looks = [
      await look(agency, id),
      await look(agency, id),
      await look(agency, id, 'redrive'),
    ];
    expect([looks, linkOf(agency).status]).toEqual([
      ['LINK_BROKEN', null, 'LINK_BROKEN'],
      'refused',
    ]);
    expect([...agency.pending]).toContain('client 7');
  });

  it('that shows what our own last write left is no edit; its stamp is remembered', async () => {
    const agency = await inStep();
    const { id } = theContact(agency);
    const reads = jest.spyOn(agency.giav, 'readClient');
    agency.clientify.store(theContact(agency));
    expect([await look(agency, id), reads.mock.calls]).toEqual([null, []]);
    expect(linkOf(agency).modified).toBe(theContact(agency).modified);
    // Nothing is written where nothing moved.
    const { rev } = linkOf(agency);
    await look(agency, id);
    expect(linkOf(agency).rev).toBe(rev);
  });

  it.each<[string, Partial<Link>, Parameters<Agency['hint']>[2]]>([
    ['a run asks', {}, 'run'],
    ['an admin asks', {}, 'redrive'],
    ['the last look left something open', { modified: null }, 'webhook'],
    ['nobody knows how our last write ended', { ownWrites: {} }, 'webhook'],
    ['its Documento is not the one that is remembered', { documentoKey: 'x' }, 'webhook'],
  ])('is compared with GIAV all the same where %s', async (_, link, source) => {
    const agency = await inStep();
    setLink(agency, link);
    const reads = jest.spyOn(agency.giav, 'readClient');
    await look(agency, theContact(agency).id, source);
    expect(reads.mock.calls.length).toBeGreaterThan(0);
  });

  it('what a run did to it was undone: an edit waits until somebody takes it up again', async () => {
    const agency = await inStep();
    const { id } = theContact(agency);
    setLink(agency, { undone: 'x' });
    typeFields(agency, { remarks: 'después' });
    expect([await look(agency, id), agency.giav.client(7)?.comentarios]).toEqual([
      'UNDONE',
      'antes',
    ]);
    expect([await look(agency, id, 'redrive'), agency.giav.client(7)?.comentarios]).toEqual([
      'updated',
      'después',
    ]);
  });

  it('and GIAV were never in step: the other direction takes the first common state', async () => {
    const agency = await inStep();
    setLink(agency, { snapshot: undefined });
    expect([await look(agency, theContact(agency).id), asked(agency)]).toEqual([
      'NOT_SYNCED_YET',
      [['7']],
    ]);
  });

  it('was deleted: told, never carried over; where the client has another one by now, nothing is told', async () => {
    const agency = await inStep();
    const { id } = theContact(agency);
    agency.clientify.delete('contact', id);
    expect([await look(agency, id), agency.giav.client(7)?.deshabilitado]).toEqual([
      'CLIENTIFY_RECORD_GONE',
      false,
    ]);
    setLink(agency, { clientifyId: '99' });
    expect(await look(agency, id)).toBeNull();
    expect(await look(agency, '404')).toBeNull();
  });

  it('is not looked at while the way back is off', async () => {
    const agency = await inStep();
    agency.set({ writeBack: { mode: 'off' } });
    typeFields(agency, { remarks: 'después' });
    const reads = jest.spyOn(agency.clientify, 'read');
    expect([await look(agency, theContact(agency).id), reads.mock.calls]).toEqual([null, []]);
    expect(agency.giav.client(7)?.comentarios).toBe('antes');
  });
});
