import type { RecordMessage } from '../../lib/ports/messages';
import type { Link } from '../../lib/ports/links';
import { forgetForeign } from '../../lib/record/forget-foreign';
import type { Upserted } from '../../lib/record/work';
import { keys } from '../../lib/state/keys';
import { fingerprint } from '../../lib/sync/fingerprint';
import type { GiavClient } from '../../lib/sync/records';
import type { Desired } from '../../lib/sync/target';
import { NIF, UpsertOffice, messageOfClient } from '../ports/upsert-office';

const NOW = new Date('2026-11-01T10:00:00Z');

/** A worker before a Clientify whose lists show what is there. */
class Office extends UpsertOffice {
  constructor() {
    super(NOW);
  }

  client(fields: Partial<GiavClient> = {}, more: Partial<RecordMessage> = {}): RecordMessage {
    const refs = this.crm.refs('contact');
    const byId = refs.filter(({ gesinturId }) => gesinturId === '7');
    return messageOfClient(fields, { candidates: { byId, byDocument: refs }, ...more });
  }

  deal(more: Partial<RecordMessage> = {}): RecordMessage {
    const desired: Desired = {
      kind: 'deal',
      gesinturId: '900',
      documento: '',
      fields: { name: '2600900' },
      emails: [],
      phones: [],
      address: null,
      customFields: { gesintur_expediente_id: '900' },
      tags: [],
      notes: [],
    };
    const byId = this.crm.refs('deal');
    const candidates = { byId, byDocument: [] };
    return { ...this.client(), entity: 'expediente', id: '900', desired, candidates, ...more };
  }

  link(more: Partial<Link> = {}): Promise<void> {
    const at = NOW.toISOString();
    const link = { id: '7', status: 'linked', kind: 'contact', clientifyId: '5', at } as const;
    return this.links.put('client', { ...link, ...more });
  }
}
const reasonOf = ({ result }: Upserted) => result.reason ?? result.outcome;

describe('a record that is found by its Documento alone', () => {
  it('keeps what it held and gets what it lacked: all that is replaced and filled is kept before it is sent', async () => {
    const office = new Office();
    office.crm.put('contact', '5', {
      first_name: 'Otra',
      last_name: '',
      taxpayer_identification_number: NIF,
      contact_type: 'Otro',
    });
    const apply = office.crm.apply.bind(office.crm);
    let keptBefore = 0;
    office.crm.apply = (...args) => {
      keptBefore = office.kept.length;
      return apply(...args);
    };
    const told = await office.upsert(office.client());
    expect([reasonOf(told), keptBefore]).toEqual(['linked', 1]);
    const [kept] = office.kept;
    expect(kept).toMatchObject({
      entity: 'client',
      id: '7',
      runId: 'r1',
      at: NOW.toISOString(),
      result: { outcome: 'updated' },
      clientifyId: '5',
      notes: [],
      sent: [],
    });
    // The same item as what is told in the end, which takes its place.
    expect([kept?.replaced, kept?.filled]).toEqual([told.decision.replaced, told.decision.filled]);
    expect(kept?.filled).toContainEqual(expect.objectContaining({ field: 'last_name' }));
    expect(told.decision).toMatchObject({ kind: 'contact', clientifyId: '5' });
    expect(told.decision.sent).toEqual([{ method: 'PATCH', path: '/contact/' }]);
    expect(await office.links.get('client', '7')).toMatchObject({
      runId: 'r1',
      outcome: 'linked',
      documentoKey: office.claims.keyOf(NIF),
      fingerprint: fingerprint(office.client().desired),
    });
  });

  it('and lacks nothing has nothing to keep', async () => {
    const office = new Office();
    await office.upsert(office.client());
    const told = await office.upsert(office.client({}, { runId: 'r2' }));
    expect([office.kept, told.decision.replaced, told.decision.filled]).toEqual([
      [],
      undefined,
      undefined,
    ]);
  });
});

describe('a record that was written by a worker that died before it told so', () => {
  it('is told as what that one did, when its message comes again in the same run', async () => {
    for (const [runId, outcome] of [
      ['r1', 'updated'],
      ['r2', 'unchanged'],
    ] as const) {
      const office = new Office();
      await office.upsert(office.client());
      await office.upsert(office.client({ nombre: 'Otra' }));
      const link = await office.links.get('client', '7');
      for (const [key, record] of office.crm.records)
        office.crm.records.set(key, { ...record, tags: ['gesintur'] });
      // Of which nothing is known that would pass it over.
      await office.links.put('client', { ...link, fingerprint: 'x' } as Link);
      expect(reasonOf(await office.upsert(office.client({ nombre: 'Otra' }, { runId })))).toBe(
        outcome,
      );
    }
  });
});

describe('two records with exactly one Documento', () => {
  const twins = async (): Promise<Office> => {
    const office = new Office();
    await office.upsert(office.client());
    const link = await office.links.get('client', '7');
    office.crm.put('contact', '9', { taxpayer_identification_number: NIF });
    await office.links.put('client', { ...link, fingerprint: 'x' } as Link);
    return office;
  };

  it('are told once, with both ids, and stay a notice as long as both are there', async () => {
    const office = await twins();
    const first = await office.upsert(office.client());
    const own = (await office.links.get('client', '7'))?.clientifyId ?? '';
    expect([first.decision.message, first.result.notices]).toEqual([
      `contact ${own} is the client's; contact 9 has exactly its Documento`,
      ['DUPLICATE_IN_CLIENTIFY'],
    ]);
    const again = async () => {
      const link = await office.links.get('client', '7');
      await office.links.put('client', { ...link, fingerprint: 'x' } as Link);
      return office.upsert(office.client());
    };
    const second = await again();
    expect([second.decision.message, second.result.notices]).toEqual([
      undefined,
      ['DUPLICATE_IN_CLIENTIFY'],
    ]);
    office.crm.records.delete('contact 9');
    const third = await again();
    expect([third.decision.message, third.result.notices]).toEqual([undefined, undefined]);
    expect((await office.links.get('client', '7'))?.duplicates).toBeUndefined();
  });

  it('are no news to a run that does not have everybody before it: it tells what the last full one saw', async () => {
    const office = await twins();
    const told = await office.upsert(office.client({}, { mode: 'modified' }));
    expect([told.decision.message, told.result.notices]).toEqual([undefined, undefined]);
  });

  it('of which the id map names one: that one is the client’s', async () => {
    const office = new Office();
    for (const id of ['5', '6'])
      office.crm.put('contact', id, { taxpayer_identification_number: NIF });
    expect(reasonOf(await office.upsert(office.client()))).toBe('AMBIGUOUS_DOCUMENT');
    await office.link({ clientifyId: '99' });
    expect(reasonOf(await office.upsert(office.client()))).toBe('AMBIGUOUS_DOCUMENT');
    await office.link();
    // By the link alone it is not the client's: its id field is empty.
    expect(reasonOf(await office.upsert(office.client()))).not.toBe('AMBIGUOUS_DOCUMENT');
  });
});

describe('a deal that carries its expediente’s id', () => {
  const withDeal = async (): Promise<Office> => {
    const office = new Office();
    await office.link();
    office.crm.put('deal', '600', { name: 'x' }, { gesintur_expediente_id: '900' });
    return office;
  };
  const dealLink = (office: Office, more: Partial<Link> = {}): Promise<void> =>
    office.links.put('expediente', {
      id: '900',
      status: 'linked',
      kind: 'deal',
      clientifyId: '600',
      at: '',
      ...more,
    });

  it('is its, and remembers whose', async () => {
    const office = await withDeal();
    expect(reasonOf(await office.upsert(office.deal()))).toBe('updated');
    const link = await office.links.get('expediente', '900');
    expect([link?.clientifyId, link?.clientId, link?.documentoKey]).toEqual([
      '600',
      '7',
      undefined,
    ]);
  });

  it('is still its by the link when somebody emptied the id', async () => {
    const office = await withDeal();
    await dealLink(office);
    const message = office.deal();
    office.crm.put('deal', '600', { name: 'x' });
    expect(reasonOf(await office.upsert(message))).toBe('updated');
    // Of another deal, or with another id, it is not.
    await dealLink(office, { clientifyId: undefined });
    office.crm.put('deal', '600', { name: 'x' });
    expect(reasonOf(await office.upsert(message))).toBe('DOCUMENT_MISMATCH');
    office.crm.put('deal', '600', { name: 'x' }, { gesintur_expediente_id: '901' });
    await dealLink(office);
    expect(reasonOf(await office.upsert(message))).toBe('LINK_BROKEN');
  });

  it('but whose expediente is linked to another one is refused while that one is there, and its heir where it is not', async () => {
    const office = await withDeal();
    await dealLink(office, { clientifyId: '601' });
    office.crm.put('deal', '601', { name: 'x' });
    const candidates = { byId: office.crm.refs('deal').slice(0, 1), byDocument: [] };
    expect(reasonOf(await office.upsert(office.deal({ candidates })))).toBe('AMBIGUOUS_ID');
    office.crm.records.delete('deal 601');
    await dealLink(office, { clientifyId: '601' });
    const told = await office.upsert(office.deal({ candidates }));
    expect([reasonOf(told), told.result.notices]).toEqual(['linked', undefined]);
  });
});

describe('the mark of a create that came back with somebody else’s record', () => {
  const foreign = { ids: ['41'], sent: 'print' };
  const marked = async (named: boolean) => {
    const office = new Office();
    await office.link({ foreign });
    await forgetForeign(office, { entity: 'client', id: '7' }, named);
    return (await office.links.get('client', '7'))?.foreign;
  };

  it('is taken away by whoever names the record: they have looked at both', async () => {
    expect(await marked(true)).toBeUndefined();
  });

  it('keeps the record apart where it is only tried again', async () => {
    expect(await marked(false)).toEqual({ ids: ['41'], sent: '' });
  });

  it('is none of a link without it, nor of one that nobody can read; an outage is told', async () => {
    const office = new Office();
    await office.link();
    const put = jest.spyOn(office.links, 'put');
    await forgetForeign(office, { entity: 'client', id: '7' }, true);
    await forgetForeign(office, { entity: 'client', id: '404' }, true);
    await office.table.put({ ...keys.link('client', '8'), v: 1, id: '8', status: 5 });
    await forgetForeign(office, { entity: 'client', id: '8' }, true);
    expect(put).not.toHaveBeenCalled();
    office.links.get = () => Promise.reject(new TypeError('no answer'));
    await expect(forgetForeign(office, { entity: 'client', id: '7' }, true)).rejects.toThrow(
      'no answer',
    );
  });
});
