import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GiavApi } from '../../lib/giav/api';

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`;
const FAULT = envelope(
  '<soap:Fault><faultcode>soap:Server</faultcode><faultstring>System.Exception: No existe el registro</faultstring><detail/></soap:Fault>',
);
const OTHER_FAULT = FAULT.replace(
  'No existe el registro',
  'Referencia a objeto no establecida como instancia de un objeto',
);
const DEFAULTS = (type: string): string =>
  envelope(
    `<${type}_GETResponse xmlns="Giav.Core.Business"><${type}_GETResult><Id>0</Id>${
      type === 'Cliente' ? '<FechaModificacion>0001-01-01T00:00:00</FechaModificacion>' : ''
    }</${type}_GETResult></${type}_GETResponse>`,
  );

let answer: { status: number; body: string };
let server: Server;
let giav: GiavApi;
beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(answer.status, { 'Content-Type': 'text/xml' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  giav = new GiavApi({ endpoint: `http://127.0.0.1:${port}/`, apiKey: 'K', retryDelayMs: 1 });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('a record that GIAV does not know', () => {
  it.each(['a fault', 'defaults'])(
    'is not found, whether GIAV answers with a fault or with a record of defaults (%s)',
    async (kind) => {
      const of = (type: string): typeof answer =>
        kind === 'a fault' ? { status: 500, body: FAULT } : { status: 200, body: DEFAULTS(type) };
      answer = of('Cliente');
      expect(await giav.readClient(7)).toBeNull();
      expect(await giav.getClient(7)).toMatchObject({ records: [], invalid: [], size: 0 });
      answer = of('Expediente');
      expect(await giav.getExpediente(7)).toMatchObject({ records: [], invalid: [], size: 0 });
    },
  );

  it.each(['No existe el registro', 'No se tiene acceso al registro', 'Record not found'])(
    'is unknown by what the fault says (%s)',
    async (text) => {
      answer = { status: 500, body: FAULT.replace('No existe el registro', text) };
      expect(await giav.getClient(7)).toMatchObject({ invalid: [], size: 0 });
    },
  );

  it("is not taken for gone when the fault speaks of something else: it has failed, in GIAV's words", async () => {
    answer = { status: 500, body: OTHER_FAULT };
    await expect(giav.readClient(7)).rejects.toMatchObject({ reason: 'UNREADABLE_IN_GIAV' });
    for (const page of [await giav.getClient(7), await giav.getExpediente(7)])
      expect(page).toMatchObject({
        records: [],
        invalid: [{ id: 7, refusal: expect.stringContaining('Referencia a objeto') as string }],
      });
  });
});
