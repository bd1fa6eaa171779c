import { ClientifyGate } from '../../lib/clientify/gate';
import { ClientifyHttp } from '../../lib/clientify/http';
import { GiavApi } from '../../lib/giav/api';
import { CALLS, FUNCTION_SECONDS, SECOND_MS } from '../../lib/sync/budget';
import { callTimeOf } from '../../lib/sync/call-time';

const WHOLE_MS = FUNCTION_SECONDS['write-back'] * SECOND_MS;

/** An invocation in which nobody answers: time passes by what is waited for answers. */
class Invocation {
  private passedMs = 0;
  readonly waited: number[] = [];

  constructor(begunMs = 0) {
    this.passedMs = begunMs;
    jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      this.waited.push(ms);
      this.passedMs += ms;
      return AbortSignal.abort(new DOMException('nobody answered', 'TimeoutError'));
    });
  }

  readonly timeLeft = (): number => WHOLE_MS - this.passedMs;
  readonly whole = callTimeOf(() => WHOLE_MS);
  readonly time = { ...this.whole, leftMs: () => this.timeLeft() - CALLS.reserveMs };
}

afterEach(() => jest.restoreAllMocks());

const giavIn = (invocation: Invocation): GiavApi => {
  const giav = new GiavApi({ endpoint: 'http://giav.invalid/', apiKey: 'K', retryDelayMs: 0.01 });
  giav.within(invocation.time);
  return giav;
};
const clientifyIn = (invocation: Invocation): ClientifyHttp => {
  const settings = { baseUrl: 'http://clientify.invalid/v1', token: 'T', retryDelayMs: 0.01 };
  const http = new ClientifyHttp(settings);
  http.within(invocation.time);
  return http;
};

describe('a system that never answers is noted as a failure before the invocation is over', () => {
  it('GIAV: as many tries as there is time for', async () => {
    const invocation = new Invocation();
    await expect(giavIn(invocation).readClient(7)).rejects.toThrow('GIAV did not answer');
    expect(invocation.waited).toEqual([60_000, 60_000, 60_000, 60_000]);
    expect(invocation.timeLeft()).toBeGreaterThanOrEqual(CALLS.reserveMs);
  });
  it('GIAV: in a short invocation too, whose waits are as short', async () => {
    const invocation = new Invocation();
    const giav = giavIn(invocation);
    giav.within(callTimeOf(() => 9000));
    await expect(giav.readClient(7)).rejects.toThrow('GIAV did not answer');
    expect(invocation.waited).toHaveLength(5);
  });
  it('GIAV, when most of the time is over: one try, of no more than what is left', async () => {
    const invocation = new Invocation(WHOLE_MS * 0.6);
    await expect(giavIn(invocation).readClient(7)).rejects.toThrow('GIAV did not answer');
    expect(invocation.waited).toEqual([60_000]);
    expect(invocation.timeLeft()).toBeGreaterThanOrEqual(CALLS.reserveMs);
  });
  it('Clientify', async () => {
    const invocation = new Invocation(WHOLE_MS * 0.4);
    await expect(clientifyIn(invocation).request('GET', '/users/')).rejects.toThrow(
      'Clientify did not answer',
    );
    expect(invocation.timeLeft()).toBeGreaterThanOrEqual(CALLS.reserveMs);
  });
});

describe('a write that could not be waited for is not sent', () => {
  it.each(['GIAV', 'Clientify'])('to %s', async (system) => {
    const invocation = new Invocation(WHOLE_MS - CALLS.reserveMs - 20 * SECOND_MS);
    const write =
      system === 'GIAV'
        ? giavIn(invocation).putClient({})
        : clientifyIn(invocation).request('PATCH', '/contacts/7/', {});
    await expect(write).rejects.toMatchObject({ scope: 'system', maybeApplied: false });
    expect(invocation.waited).toEqual([]);
  });
  it('nor is the end of throttling waited for that comes too late', async () => {
    const invocation = new Invocation(WHOLE_MS - CALLS.reserveMs - 20 * SECOND_MS);
    const pauses = { get: () => Promise.resolve({ until: 25_000, failures: 0 }) };
    const gate = new ClientifyGate(pauses as never, () => 0);
    await expect(gate.enter(invocation.time.leftMs)).rejects.toMatchObject({
      scope: 'system',
      retryAfterMs: 25_000,
    });
  });
});
