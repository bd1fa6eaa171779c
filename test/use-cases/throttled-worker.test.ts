import { RECORD } from '../../lib/sync/budget';
import { ForbiddenRow } from '../../lib/record/forbidden-row';
import { RecordProcessor, type ProcessPorts } from '../../lib/record/process-records';
import { RetryableError } from '../../lib/sync/errors';
import { Agency } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { NIF } from '../ports/contact';

interface Given {
  readonly attempts?: number;
  readonly chance?: number;
  /** Messages of one group. */
  readonly messages?: number;
  /** Milliseconds left to the invocation, each time that somebody asks. */
  readonly timeLeft?: () => number;
}

/** Deliveries of a record to a worker whose every look at the record ends with this error. */
async function delivered(
  error: RetryableError,
  { attempts = 1, chance = 0, messages = 1, timeLeft = () => 60_000 }: Given = {},
) {
  const agency = new Agency();
  agency.giav.store(rawClient(7, { Documento: NIF, Nombre: 'Lucía' }));
  const [message] = await agency.messages('full');
  const postponed: number[] = [];
  const told: string[] = [];
  let looks = 0;
  const note = (what: string) => () => {
    told.push(what);
    return Promise.resolve(true);
  };
  const ports = {
    clock: agency.clock,
    chance: () => chance,
    gate: {
      outageMs: () => Promise.resolve(0),
      about: (_: string, work: () => Promise<unknown>) => work(),
    },
    forbidden: new ForbiddenRow(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    meter: { add: () => undefined },
    parallel: 1,
    timeLeft,
    countCalls: () => Promise.resolve(),
    links: {
      get: () => {
        looks += 1;
        return Promise.reject(error);
      },
      markFailed: note('link failed'),
    },
    failures: { add: note('failed list') },
    decisions: { putMany: () => Promise.resolve() },
    events: { announceAll: () => Promise.resolve() },
    runQueue: { send: () => Promise.resolve() },
    workQueue: {
      postpone: (_: string, seconds: number) => Promise.resolve(void postponed.push(seconds)),
      bury: note('dead-letter queue'),
    },
    runs: {
      get: () => Promise.resolve({ status: 'running' }),
      addAttempt: () => Promise.resolve(attempts),
      addResults: () => Promise.resolve(false),
    },
  } as unknown as ProcessPorts;
  const deliveries = Array.from({ length: messages }, (_, at) => ({
    messageId: `m${at + 1}`,
    body: JSON.stringify(message),
    receiptHandle: `r${at + 1}`,
    groupId: 'g',
  }));
  const again = await new RecordProcessor(ports).process(deliveries);
  return { again, postponed, told, looks };
}
const throttled = new RetryableError('throttled (429)', { scope: 'system', retryAfterMs: 600_000 });
const hungUp = new RetryableError('no answer');

describe('a record that cannot be written now', () => {
  it('because Clientify throttles waits in the queue for as long as was asked, however often it came', async () => {
    for (const attempts of [1, RECORD.attempts, 99])
      expect(await delivered(throttled, { attempts })).toEqual({
        again: ['m1'],
        postponed: [601],
        told: [],
        looks: 1,
      });
  });

  it('comes back a little apart from those that wait for the same', async () => {
    expect((await delivered(throttled, { chance: 0.5 })).postponed).toEqual([603.5]);
  });

  it('for a reason of its own comes again a few times, each time later, and then is on the failed list', async () => {
    expect(await delivered(hungUp, { attempts: 3 })).toMatchObject({
      again: ['m1'],
      postponed: [8],
      told: [],
    });
    expect(await delivered(hungUp, { attempts: RECORD.attempts })).toMatchObject({
      again: [],
      postponed: [],
      told: ['dead-letter queue', 'failed list', 'link failed'],
    });
  });

  it('keeps the rest of its group back: what comes after it comes again right after it, and is not begun', async () => {
    expect(await delivered(throttled, { messages: 3 })).toEqual({
      again: ['m1', 'm2', 'm3'],
      postponed: [601, 0, 0],
      told: [],
      looks: 1,
    });
  });

  it('is not begun when the invocation is about to end', async () => {
    const times = [60_000, 10_000];
    const timeLeft = (): number => times.shift() ?? 10_000;
    expect(await delivered(throttled, { messages: 2, timeLeft })).toEqual({
      again: ['m1', 'm2'],
      postponed: [0, 0],
      told: [],
      looks: 0,
    });
  });
});
