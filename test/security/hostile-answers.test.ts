import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClientifyHttp } from '../../lib/clientify/http';
import { readAll } from '../../lib/clientify/read-list';
import { GiavApi } from '../../lib/giav/api';
import { MAX_ANSWER_BYTES } from '../../lib/wire/limited-body';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
const serve = async (answer: Answer): Promise<string> => {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const giav = (url: string): GiavApi =>
  new GiavApi({ endpoint: url, apiKey: 'K', retryDelayMs: 1, timeoutMs: 20_000 });
const clientify = (url: string): ClientifyHttp =>
  new ClientifyHttp({ baseUrl: `${url}/v1`, token: 'T', retryDelayMs: 1, timeoutMs: 20_000 });

const envelope = (content: string, prolog = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?>${prolog}<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><EntityStages_GETResponse xmlns="Giav.Core.Business"><EntityStages_GETResult>${content}</EntityStages_GETResult></EntityStages_GETResponse></soap:Body></soap:Envelope>`;
const stage = (name: string): string =>
  `<WsEntityStage><Id>1</Id><StageName>${name}</StageName><ClassName>Expediente</ClassName><OrderNum>1</OrderNum><Cancelled>false</Cancelled></WsEntityStage>`;
const xml =
  (body: string): Answer =>
  (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/xml' }).end(body);
  };

/** Endless, a piece at a time: whoever reads all of it never ends. */
const endless = (piece: string, begin = ''): { answer: Answer; sent: () => number } => {
  let sent = 0;
  return {
    sent: () => sent,
    answer: (_, response) => {
      response.writeHead(200, { 'Content-Type': begin === '' ? 'application/json' : 'text/xml' });
      response.write(begin);
      const more = (): void => {
        while (!response.destroyed && response.write(piece)) sent += piece.length;
        sent += piece.length;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    },
  };
};

describe('hostile answers of GIAV', () => {
  it('entities that grow without end are not expanded: a document type is refused before it is parsed', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
    ).join('');
    const url = await serve(
      xml(envelope(stage('&l12;'), `<!DOCTYPE lolz [<!ENTITY l0 "lol">${levels}]>`)),
    );
    const before = process.memoryUsage().rss;
    await expect(giav(url).expedienteStages()).rejects.toThrow('something other than SOAP');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });
  it('external entities are not fetched', async () => {
    let fetched = 0;
    const other = await serve((_, response) => {
      fetched += 1;
      response.end('secret');
    });
    const prolog = `<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY net SYSTEM "${other}/x">]>`;
    const url = await serve(xml(envelope(stage('&file;&net;'), prolog)));
    await expect(giav(url).expedienteStages()).rejects.toThrow('something other than SOAP');
    expect(fetched).toBe(0);
  });
  it('an entity that nobody declared is no text of a record', async () => {
    const url = await serve(xml(envelope(stage('&file;'))));
    const stages = await giav(url)
      .expedienteStages()
      .catch(() => []);
    expect(JSON.stringify(stages)).not.toContain('root:');
  });
  it('deep nesting does not exhaust the stack: elements that nobody knows are no stages', async () => {
    const url = await serve(xml(envelope(`${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`)));
    expect(await giav(url).expedienteStages()).toEqual([]);
  });
  it('an endless answer is cut off at the limit', async () => {
    const { answer, sent } = endless(
      '<WsEntityStage/>'.repeat(4096),
      envelope('').split('<EntityStages_GETResult>')[0],
    );
    const url = await serve(answer);
    const api = new GiavApi({
      endpoint: url,
      apiKey: 'K',
      retryDelayMs: 1,
      timeoutMs: 60_000,
    });
    await expect(api.expedienteStages()).rejects.toThrow('over 32 MB');
    // Four tries; what is on its way when a try is given up lies in the buffers.
    expect(sent()).toBeLessThan(4 * MAX_ANSWER_BYTES * 1.5);
  });
});

describe('hostile answers of Clientify', () => {
  it('an endless answer is cut off at the limit', async () => {
    const { answer, sent } = endless('[0,0,0,0,0,0,0,0]'.repeat(4096));
    const url = await serve(answer);
    await expect(clientify(url).request('GET', '/users/')).rejects.toThrow('over 32 MB');
    expect(sent()).toBeLessThan(MAX_ANSWER_BYTES * 2);
  });
  it('a "next" link to another host is never followed: pages are asked for on its own host', async () => {
    let foreign = 0;
    const other = await serve((_, response) => {
      foreign += 1;
      response.end('{}');
    });
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url ?? '');
      const page = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('page'));
      const results = Array.from({ length: page < 3 ? 100 : 1 }, (_, at) => ({
        id: page * 1000 + at,
      }));
      const next = page < 3 ? `${other}/v1/contacts/?page=${page + 1}` : null;
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ count: 201, next, previous: null, results }));
    });
    const ids: unknown[] = [];
    await readAll(clientify(url), '/contacts/', 2, (item) => ids.push(item));
    expect(ids).toHaveLength(201);
    expect(foreign).toBe(0);
    expect(asked.every((path) => path.startsWith('/v1/contacts/?page='))).toBe(true);
  });
  it('a redirect to another host is not followed: the token stays here', async () => {
    let foreign = 0;
    const other = await serve((_, response) => {
      foreign += 1;
      response.end('{}');
    });
    const url = await serve((_, response) => {
      response.writeHead(302, { Location: `${other}/v1/users/` }).end();
    });
    await expect(clientify(url).request('GET', '/users/')).rejects.toThrow('redirected');
    await expect(giav(url).expedienteStages()).rejects.toThrow();
    expect(foreign).toBe(0);
  });
});
