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
