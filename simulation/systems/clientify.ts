import type { Answer } from '../../simulators/http';
import type { ClientifySimulator } from '../../simulators/clientify/server';
import type { ChanceFault, Environment } from '../aws/environment';
import type { TimeLimit } from '../time/process-time';

export const CLIENTIFY_URL = 'https://api.clientify.invalid/v1';
export const SECOND_URL = 'https://api-two.clientify.invalid/v1';

/** What of a response the adapter reads. */
type Answered = Pick<Response, 'status' | 'ok'> & {
  readonly headers: Headers;
  readonly body: readonly Uint8Array[];
};

/** An answer in place of an error. */
export class Bad extends Error {
  constructor(readonly answer: Answer) {
    super('a bad answer');
  }
}

const asResponse = ({ status, body, headers = {} }: Answer, date: string): Response => {
  const all: Record<string, string> = { date, ...headers };
  const answered: Answered = {
    status,
    ok: status >= 200 && status < 300,
    headers: new Headers(all),
    body: [Buffer.from(body)],
  };
  return answered as unknown as Response;
};

const html = (status: number): Bad =>
  new Bad({ status, body: '<html><body>Bad gateway</body></html>', type: 'text/html' });
export const reset = (): Error =>
  Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });

/** What the caller sees of a call that went wrong. */
function errorOf(fault: ChanceFault, random: () => number): Error {
  if (fault === 'throttle')
    return new Bad({
      status: 429,
      body: '{"detail":"Request was throttled."}',
      type: 'application/json',
      ...(random() < 0.5 && { headers: { 'retry-after': '7' } }),
    });
  if (fault === 'hang') return Object.assign(new Error('timeout'), { name: 'TimeoutError' });
  return random() < 0.5 ? html(502) : reset();
}

/** The network between one environment and Clientify. */
export const fetchFrom =
  (ports: Pick<Environment, 'call'>, clientify: ClientifySimulator): typeof fetch =>
  async (input, init = {}) => {
    const url = new URL(input);
    const path = `${url.pathname}${url.search}`;
    const method = init.method ?? 'GET';
    const body = typeof init.body === 'string' ? init.body : '';
    const parsed: unknown = body === '' ? undefined : JSON.parse(body);
    const headers = Object.fromEntries(
      Object.entries((init.headers ?? {}) as Record<string, string>).map(([name, value]) => [
        name.toLowerCase(),
        value,
      ]),
    );
    const host = input.toString().startsWith(SECOND_URL) ? 'second' : 'first';
    const { timeoutMs } = init.signal as unknown as TimeLimit;
    const send = (): Answer => clientify.handle(host, method, path, headers, body, parsed);
    const name = `${method} ${url.pathname}`;
    let answer: Answer;
    try {
      const error = (fault: ChanceFault): Error => errorOf(fault, Math.random);
      answer = await ports.call('clientify', name, send, { timeoutMs, error });
    } catch (problem) {
      if (!(problem instanceof Bad)) throw problem;
      ({ answer } = problem);
    }
    return asResponse(answer, new Date().toUTCString());
  };
