import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** What serves: an app of hono's, or a function behind HTTP. */
export interface Served {
  request(path: string, init?: RequestInit): Response | Promise<Response>;
}

/** A browser's cookies and how it sends forms. It refuses `__Host-` cookies that are not what their name promises. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly served: Served,
    readonly origin = 'https://console.example',
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { headers });
  }

  /** @param from origin of the page that the form stands on; null = the browser does not say */
  post(
    path: string,
    form: Record<string, string>,
    from: string | null = this.origin,
  ): Promise<Response> {
    return this.send(path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        ...(from === null ? {} : { Origin: from }),
      },
      body: new URLSearchParams(form).toString(),
    });
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), Cookie: cookie };
    const response = await this.served.request(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) this.take(line);
    return response;
  }

  private take(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split('=');
    const has = (wanted: string): boolean => attributes.includes(wanted);
    if (!name.startsWith('__Host-')) throw new Error(`a cookie of any host: ${line}`);
    for (const wanted of ['Secure', 'HttpOnly', 'Path=/', 'SameSite=Lax'])
      if (!has(wanted)) throw new Error(`a cookie without ${wanted}: ${line}`);
    if (attributes.some((one) => one.startsWith('Domain=')))
      throw new Error(`a cookie of a domain: ${line}`);
    if (has('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** A function behind an HTTP API, payload format 2.0: cookies apart from the headers, bodies in base64. */
export const behindApiGateway = (handler: Handler, origin: string): Served => ({
  request: async (path, init = {}) => {
    const { pathname, search } = new URL(path, origin);
    const { Cookie: cookies = '', ...headers } = init.headers as Record<string, string>;
    const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const method = init.method ?? 'GET';
    const answer = await handler({
      version: '2.0',
      routeKey: '$default',
      rawPath: pathname,
      rawQueryString: search.slice(1),
      cookies: cookies === '' ? undefined : cookies.split('; '),
      headers: { ...(Object.fromEntries(names) as Record<string, string>), host: 'x.example' },
      requestContext: { domainName: new URL(origin).host, http: { method, path: pathname } },
      body: typeof init.body === 'string' ? Buffer.from(init.body).toString('base64') : undefined,
      isBase64Encoded: true,
    } as unknown as APIGatewayProxyEventV2);
    const answered = new Headers(answer.headers as Record<string, string>);
    for (const cookie of answer.cookies ?? []) answered.append('Set-Cookie', cookie);
    const body = Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8');
    return new Response(body, { status: answer.statusCode, headers: answered });
  },
});
