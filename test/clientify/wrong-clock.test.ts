import { ClientifyApi } from '../../lib/clientify/api';
import { Traits } from '../../lib/clientify/traits';
import type { RecordError } from '../../lib/sync/errors';
import type { CrmRecord } from '../../simulators/agency/data';
import { SOON, contact, deal, startClientify, type Clientify } from '../harness/clientify';

const HOUR = 3_600_000;

const shifted = (stamp: unknown, ms: number): string =>
  new Date(Date.parse(String(stamp)) + ms).toISOString().replace('Z', '000+00:00');

/** Answers whose stamps are off, as an account in a wrong time zone would show them. */
const offBy =
  (ms: number, names: readonly string[] = ['created', 'modified']): typeof fetch =>
  async (...call) => {
    const response = await fetch(...call);
    const text = await response.text();
    const body = text.startsWith('{') ? (JSON.parse(text) as CrmRecord) : null;
    for (const record of body ? [body, ...((body['results'] ?? []) as CrmRecord[])] : [])
      for (const name of names) if (name in record) record[name] = shifted(record[name], ms);
    return new Response(response.status === 204 ? null : body ? JSON.stringify(body) : text, {
      status: response.status,
      headers: response.headers,
    });
  };

describe('an account whose stamps are hours off', () => {
  let clientify: Clientify;
  beforeEach(async () => {
    clientify = await startClientify();
  });
  afterEach(() => {
    clientify.simulator.stop();
  });
  const contacts = (): CrmRecord[] => [...clientify.simulator.store.records.contacts.values()];
  const create = async (fetching: typeof fetch, desired = contact(7)): Promise<string> => {
    const { overwritten } = clientify;
    const api = new ClientifyApi(clientify.connect({ fetch: fetching }), 5, {
      traits: new Traits(clientify.traits),
      onOverwrite: (what) => Promise.resolve(void overwritten.push(what)),
    });
    return api.create(desired, SOON()).then(
      ({ target }) => target.id,
      (error: unknown) => (error as RecordError).reason ?? String(error),
    );
  };

  it.each([-2, -1, -5.5, 1, 13])('%s hours: each client is created once, and linked', async (h) => {
    const made = await create(offBy(h * HOUR));
    expect(contacts()).toHaveLength(1);
    expect(made).toBe(String(contacts()[0]?.['id']));
    expect(contacts()[0]?.['emails']).toMatchObject([{ email: 'c7@example.com' }]);
    expect([clientify.traits.learnt, clientify.overwritten]).toEqual([[], []]);
  });

  it('a deal too', async () => {
    const made = await create(offBy(-2 * HOUR), deal(clientify, 9, { created: null }));
    expect([...clientify.simulator.store.records.deals.keys()].map(String)).toEqual([made]);
  });

  it.each([
    ['by no time zone', offBy(-1.1 * HOUR)],
    ['so that the record looks changed since', offBy(-2 * HOUR, ['created'])],
    ['and hidden', offBy(Number.NaN, [])],
  ])('%s: in doubt one contact, reported and not made again', async (why, fetching) => {
    const hide: typeof fetch = async (...call) => {
      const response = await fetching(...call);
      if (why !== 'and hidden') return response;
      const body = (await response.json()) as CrmRecord;
      for (const name of ['created', 'custom_fields', 'taxpayer_identification_number'])
        delete body[name];
      return new Response(JSON.stringify(body), { status: response.status });
    };
    expect(await create(hide)).toBe('FOREIGN_RECORD');
    expect(contacts()).toHaveLength(1);
    expect(clientify.traits.learnt).toEqual([]);
    expect(clientify.overwritten).toMatchObject([{ gesinturId: '7', restored: false }]);
  });

  it('where the search for e-mails is not seen to work, a record of some hours ago is not believed', async () => {
    const { records } = clientify.simulator;
    records.create('contacts', { first_name: 'Rosa' }, 'screen');
    const ignoring: typeof fetch = (url, init) =>
      offBy(-2 * HOUR)(String(url).replace(/&query=[^&]*/, ''), init);
    expect(await create(ignoring)).toBe('FOREIGN_RECORD');
    expect(contacts()).toHaveLength(2);
  });

  it('a stranger of yesterday that came back is a stranger: the client gets a contact of its own', async () => {
    clientify.simulator.switches.forceInsert = false;
    const { record } = clientify.simulator.records.create(
      'contacts',
      { first_name: 'Rosa', email: 'c7@example.com' },
      'screen',
    );
    record['created'] = shifted(new Date().toISOString(), -24 * HOUR);
    const blind: typeof fetch = (url, init) =>
      fetch(String(url).replace(/query=[^&]*/, 'query=nobody'), init);
    const made = await create(blind);
    expect(contacts()).toHaveLength(2);
    expect(made).not.toBe(String(record['id']));
    expect(clientify.traits.learnt).toEqual(['forceInsertIgnored']);
  });

  describe('a create whose answer was lost', () => {
    const since = new Date(Date.now() - HOUR / 4);
    const found = async (fetching: typeof fetch): Promise<string[] | string> =>
      new ClientifyApi(clientify.connect({ fetch: fetching }), 5)
        .findById('contact', '7', since)
        .then(
          (refs) => refs.map(({ id }) => id),
          (error: unknown) => (error as RecordError).reason ?? String(error),
        );

    it.each([true, false])('is found (id filter honoured: %s)', async (cfFilter) => {
      clientify.simulator.switches.cfFilter = cfFilter;
      const { target } = await clientify.records().create(contact(7), SOON());
      await clientify.records().create(contact(8), SOON());
      expect(await found(offBy(-2 * HOUR))).toEqual([target.id]);
      // Where the filter by date reads the same clock, too.
      const stored = clientify.simulator.store.records.contacts.get(Number(target.id)) ?? {};
      for (const name of ['created', 'modified']) stored[name] = shifted(stored[name], -2 * HOUR);
      expect(await found(fetch)).toEqual([target.id]);
    });

    it('is not taken for done because of a record of some hours ago that was changed', async () => {
      const { target } = await clientify.records().create(contact(7), SOON());
      const stored = clientify.simulator.store.records.contacts.get(Number(target.id)) ?? {};
      stored['created'] = shifted(stored['created'], -2 * HOUR);
      expect(await found(fetch)).toBe('FOREIGN_RECORD');
    });
  });
});
