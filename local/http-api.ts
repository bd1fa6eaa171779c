import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionEnvironment } from './lambda';
import { readBody } from './read-body';
import { PortInUse } from './refusals';
import type { Template } from './template';

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
}

/** `ANY /clientify/{secret}` as API Gateway reads it. */
function parseRoute(key: string): Route {
  const [method = 'ANY', path = '/'] = key.split(' ');
  return { method, pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`) };
}

/** Routes of the template whose integration is this function: an API has one function here. */
function routesTo(template: Template, functionId: string): Route[] {
  const serves = ([, { Properties }]: [string, { Properties: Record<string, unknown> }]): boolean =>
    JSON.stringify(Properties['IntegrationUri']).includes(`"${functionId}"`);
  const ours = template.ofType('AWS::ApiGatewayV2::Integration').filter(serves);
  return template
    .ofType('AWS::ApiGatewayV2::Route')
    .filter(([, { Properties }]) =>
      ours.some(([id]) => JSON.stringify(Properties['Target']).includes(`"${id}"`)),
    )
    .map(([, route]) => parseRoute(String(route.Properties['RouteKey'])));
}

/** API Gateway's own limit; the function has a smaller one. */
const MAX_BYTES = 10 * 1024 * 1024;

/** An HTTP API of the stack on this machine: the routes of one function, payload format 2.0. */
export class LocalHttpApi {
  private readonly server: Server;
  private readonly routes: readonly Route[];
  private readonly open = new Set<Promise<void>>();

  constructor(
    template: Template,
    private readonly environment: ExecutionEnvironment,
  ) {
    this.routes = routesTo(template, environment.name);
    this.server = createServer((request, response) => {
      const work = this.answer(request, response).catch(() => {
        response
          .writeHead(502, { 'Content-Type': 'application/json' })
          .end('{"message":"Internal Server Error"}');
      });
      this.open.add(work);
      void work.finally(() => this.open.delete(work));
    });
  }

  /** @throws PortInUse */
  async start(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      const refuse = (error: NodeJS.ErrnoException): void => {
        reject(error.code === 'EADDRINUSE' ? new PortInUse(port) : error);
      };
      this.server.once('error', refuse).listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What has been accepted is answered before. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    await Promise.all(this.open);
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, MAX_BYTES);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const json = (status: number, message: string): unknown =>
      response
        .writeHead(status, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ message }));
    const method = request.method ?? 'GET';
    const route = this.routes.find(
      (one) => (one.method === 'ANY' || one.method === method) && one.pattern.test(url.pathname),
    );
    if (!route) return void json(404, 'Not Found');
    if (body === null) return void json(413, 'Request Entity Too Large');
    const pathParameters = { ...route.pattern.exec(url.pathname)?.groups };
    const event = {
      version: '2.0',
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      queryStringParameters: Object.fromEntries(url.searchParams),
      pathParameters: Object.fromEntries(
        Object.entries(pathParameters).map(([name, value]) => [name, decodeURIComponent(value)]),
      ),
      requestContext: { http: { method, path: url.pathname } },
      body: body.toString('base64'),
      isBase64Encoded: true,
    };
    const answer = (await this.environment.invoke(event)) as {
      statusCode: number;
      body?: string;
      headers?: Record<string, string>;
    };
    response.writeHead(answer.statusCode, answer.headers).end(answer.body ?? '');
  }
}

/**
 * The API of the stack before a function, at an address of this machine; the template knows it from then on.
 * @throws PortInUse
 */
export async function openHttpApi(
  template: Template,
  environment: ExecutionEnvironment,
  port: number,
): Promise<{ readonly api: LocalHttpApi; readonly origin: string }> {
  const api = new LocalHttpApi(template, environment);
  const origin = await api.start(port);
  for (const [id] of template.ofType('AWS::ApiGatewayV2::Api'))
    template.physical.set(id, { ref: id, attributes: { ApiEndpoint: origin } });
  return { api, origin };
}
