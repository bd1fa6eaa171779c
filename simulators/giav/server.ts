import type { XmlDocument } from 'libxml2-wasm';
import type { AgencyData } from '../agency/data';
import { Weather, listen, readBody, type Answer } from '../http';
import { Changes } from './changes';
import { Operations } from './operations';
import { Refused } from './refused';
import { readRequest } from './request';
import { readSchema, type Schema } from './schema';
import { usualSwitches, type GiavSwitches } from './switches';
import { envelope, fault } from './xml';

const BASE =
  'System.Web.Services.Protocols.SoapException: No se ha podido procesar la solicitud. ---> ';

const xml = (status: number, text: string): Answer => ({
  status,
  body: text,
  type: 'text/xml; charset=utf-8',
});

/** GIAV as the contract knows it: strict about every request, destructive where the service is. */
export class GiavSimulator {
  readonly weather = new Weather();
  readonly switches: GiavSwitches = usualSwitches();
  readonly changes: Changes;
  private readonly operations: Operations;
  url = '';

  private constructor(
    readonly data: AgencyData,
    private readonly apiKey: string,
    private readonly schema: Schema,
    private readonly parse: (text: string) => XmlDocument,
  ) {
    this.changes = new Changes(data, this.switches);
    this.operations = new Operations(data, schema, this.switches, this.changes);
  }

  static async start(options: {
    data: AgencyData;
    apiKey: string;
    wsdl: string;
    port?: number;
  }): Promise<GiavSimulator> {
    const { XmlDocument: Xml } = await import('libxml2-wasm');
    const simulator = new GiavSimulator(
      options.data,
      options.apiKey,
      await readSchema(options.wsdl),
      (text) => Xml.fromString(text),
    );
    const { url } = await listen(async (request, response) => {
      const body = await readBody(request);
      const operation = /\/(\w+)"$/.exec(String(request.headers['soapaction'] ?? ''))?.[1] ?? '';
      await simulator.weather.answer(
        { name: operation, method: operation, path: request.url ?? '', body },
        response,
        () => simulator.handle(request.method ?? '', request.headers, operation, body),
      );
    }, options.port);
    simulator.url = `${url}/webservices/api_2_05.asmx`;
    return simulator;
  }

  private handle(
    method: string,
    headers: Record<string, unknown>,
    operation: string,
    body: string,
  ): Answer {
    if (method !== 'POST' || !/^text\/xml/.test(String(headers['content-type'] ?? '')))
      return { status: 415, body: 'Unsupported Media Type', type: 'text/plain' };
    let document: XmlDocument;
    try {
      document = this.parse(body);
    } catch {
      return { status: 400, body: '', type: 'text/plain' };
    }
    try {
      return this.answer(document, operation, String(headers['soapaction']));
    } finally {
      document.dispose();
    }
  }

  private answer(document: XmlDocument, operation: string, action: string): Answer {
    const problem = this.schema.validate(document);
    if (problem !== null)
      return xml(
        500,
        fault(
          'Client',
          `System.Web.Services.Protocols.SoapException: Server was unable to read request. ---> There is an error in XML document (1, 1). ---> ${problem}`,
        ),
      );
    const request = readRequest(document);
    if (request?.name !== operation)
      return xml(
        500,
        fault('Client', `Server did not recognize the value of HTTP Header SOAPAction: ${action}.`),
      );
    if (request.args['apikey'] !== this.apiKey)
      return xml(500, fault('Server', `${BASE}System.Exception: ApiKey no válida`));
    try {
      const result = this.operations.operate(operation, request.args, request.element);
      return result === null
        ? xml(500, fault('Server', `${BASE}System.Exception: No se tiene acceso al registro`))
        : xml(200, envelope(result));
    } catch (error) {
      if (error instanceof Refused) return xml(500, fault('Server', `${BASE}${error.link}`));
      throw error;
    }
  }
}
