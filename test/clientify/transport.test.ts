import { USER_AGENT } from '../../lib/clientify/answer-error';
import { readPage } from '../../lib/clientify/lists';
import { readAll } from '../../lib/clientify/read-list';
import { syncConfigSchema } from '../../lib/config/schema';
import { secondHostOf } from '../../lib/config/clientify-settings';
import { ConfigurationError } from '../../lib/sync/errors';
import { version } from '../../package.json';
import { SOON, contact, startClientify, type Clientify } from '../harness/clientify';

describe('the transport', () => {
  let clientify: Clientify;
  beforeEach(async () => {
    clientify = await startClientify();
  });
  afterEach(() => {
    clientify.simulator.stop();
  });

  it('has a User-Agent of its own with its version', async () => {
    expect(USER_AGENT).toBe(`giav-clientify/${version}`);
    await expect(clientify.http.request('GET', '/users/')).resolves.toMatchObject({ count: 1 });
  });

  it('tells a 403 page of a firewall from a 403 of the API', async () => {
    clientify.simulator.switches.blockedAgents = ['giav-clientify'];
    const page = clientify.http.request('GET', '/users/');
    await expect(page).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('firewall') as string,
    });
    clientify.simulator.switches.blockedAgents = [];
    clientify.simulator.weather.faults.push({ when: 'before', kind: 'status', status: 403 });
    const refused = clientify.http.request('GET', '/users/');
    await expect(refused).rejects.toBeInstanceOf(ConfigurationError);
    await expect(clientify.http.request('GET', '/users/')).resolves.toBeDefined();
  });

  it.each([502, 503, 504])(
    'a read that the first host answers with %s is tried once on the second',
    async (status) => {
      const http = clientify.connect({ secondBaseUrl: clientify.simulator.secondUrl });
      clientify.simulator.weather.faults.push({
        when: 'before',
        kind: 'html',
        status,
        host: 'first',
      });
      await expect(http.request('GET', '/users/')).resolves.toMatchObject({ count: 1 });
      expect(clientify.simulator.weather.log.slice(-2).map(({ host }) => host)).toEqual([
        'first',
        'second',
      ]);
    },
  );

  it('a write never goes to the second host: the answer may hide that it was applied', async () => {
    const http = clientify.connect({ secondBaseUrl: clientify.simulator.secondUrl });
    clientify.simulator.weather.faults.push({
      when: 'after',
      kind: 'html',
      status: 504,
      host: 'first',
      match: 'POST',
    });
    const body = { first_name: 'Una vez', status: 'client' };
    await expect(http.request('POST', '/contacts/?force_insert=true', body)).rejects.toMatchObject({
      maybeApplied: true,
    });
    expect(
      clientify.simulator.weather.log.filter(
        ({ host, method }) => host === 'second' && method === 'POST',
      ),
    ).toEqual([]);
    expect(clientify.simulator.store.records.contacts.size).toBe(1);
  });

  it("the second host belongs to the vendor's first one only, unless the setting names another or says off", () => {
    const config = (secondHost?: string) =>
      syncConfigSchema.parse({ clientify: secondHost === undefined ? {} : { secondHost } });
    expect(secondHostOf(config(), 'https://api.clientify.net/v1')).toBe(
      'https://api.clientify.com/v1',
    );
    expect(secondHostOf(config(), 'https://crm.example/v1')).toBeUndefined();
    expect(secondHostOf(config('off'), 'https://api.clientify.net/v1')).toBeUndefined();
    expect(secondHostOf(config('https://b.example/v1/'), 'https://a.example/v1')).toBe(
      'https://b.example/v1',
    );
  });

  it.each([
    ['own', 0, 0],
    ['other', 0, 0],
    ['other', 3, 0],
    ['other', 0, 95],
  ] as const)(
    'only next ends a list: it names its %s host, pages hold %s records less than asked for, the first one %s more',
    async (nextHost, shortPages, shortFirstPage) => {
      Object.assign(clientify.simulator.switches, { nextHost, shortPages, shortFirstPage });
      for (let at = 0; at < 230; at++)
        clientify.simulator.records.create('contacts', { first_name: `N${at}` }, 'screen');
      const first = await readPage(clientify.http, '/contacts/', 1);
      expect(first.results).toHaveLength(100 - shortPages - shortFirstPage);
      expect(first.more).toBe(true);
      clientify.calls();
      const ids = new Set<number>();
      await readAll(clientify.http, '/contacts/', 3, (item) =>
        ids.add((item as { id: number }).id),
      );
      expect(ids.size).toBe(230);
      expect(clientify.calls().length).toBeLessThanOrEqual(4 + 2);
      const foreign = clientify.simulator.weather.log.filter(({ host }) => host === 'second');
      expect(foreign).toEqual([]);
    },
  );

  it('a list that knows no page size is read to its end', async () => {
    const names: string[] = [];
    await readAll(clientify.http, '/custom-fields/', 3, (item) =>
      names.push((item as { name: string }).name),
    );
    expect(names.length).toBeGreaterThan(100);
  });

  it('relations of either host are known by their ids', async () => {
    const { target } = await clientify.records().create(contact(1), SOON());
    const { secondUrl } = clientify.simulator;
    const deal = await clientify.http.request('POST', '/deals/', {
      name: 'x',
      contact: `${secondUrl}/contacts/${target.id}/`,
    });
    expect(deal).toMatchObject({
      contact: expect.stringContaining(`/contacts-dynamic/${target.id}/`) as string,
    });
  });
});
