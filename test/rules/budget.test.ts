import {
  CHANGE,
  CLIENTIFY_CALL,
  CREATE,
  createBeginsWithinMs,
  DAY_SECONDS,
  FUNCTION_SECONDS,
  GATE,
  GIAV_CALL,
  HOUR_MS,
  KNOWN,
  METRIC,
  QUEUE_LIMITS,
  RECORD,
  RUN,
  SECOND_MS,
  SQS,
  WEBHOOK,
  apartSeconds,
  fetcherReserveMs,
  outagePauseMs,
  pauseSeconds,
  redeliverySeconds,
  throttlePauseMs,
} from '../../lib/sync/budget';
import { epochSeconds, expiresAfter } from '../../lib/sync/kept';

const upTo = (count: number, wait: (n: number) => number): number[] =>
  Array.from({ length: count }, (_, at) => wait(at + 1));
const sum = (waits: readonly number[]): number => waits.reduce((all, one) => all + one, 0);

describe('functions and their queues', () => {
  it('Lambda lets no function run for longer than 900 s', () => {
    expect(Math.max(...Object.values(FUNCTION_SECONDS))).toBe(900);
  });
  it.each(Object.entries(QUEUE_LIMITS))(
    'a message of %s is not handed over again while its invocation may live, and soon after',
    (_, { to, visibilitySeconds }) => {
      expect(visibilitySeconds).toBeGreaterThan(FUNCTION_SECONDS[to]);
      expect(visibilitySeconds).toBeLessThanOrEqual(FUNCTION_SECONDS[to] + 60);
      expect(visibilitySeconds).toBeLessThanOrEqual(SQS.visibilitySeconds);
    },
  );
});

describe('a run', () => {
  it('is nobody else’s while its invocation may live, and somebody else’s when its message comes again', () => {
    expect(RUN.leaseSeconds).toBeGreaterThanOrEqual(FUNCTION_SECONDS['page-fetcher']);
    expect(RUN.leaseSeconds).toBeLessThan(QUEUE_LIMITS.runs.visibilitySeconds);
  });
  it('is looked after by a message that SQS can delay for the whole lease', () => {
    expect(RUN.leaseSeconds).toBeLessThanOrEqual(SQS.delaySeconds);
  });
  it('waits for an outage 15 s, 30 s, at most five minutes, or for as long as was asked', () => {
    expect(upTo(7, pauseSeconds)).toEqual([15, 30, 60, 120, 240, 300, 300]);
    expect(RUN.pause.longestAskedSeconds).toBeLessThanOrEqual(SQS.delaySeconds);
  });
  it('is not taken for stopped before an invocation that died was looked after, twice', () => {
    const diedSeconds = RUN.leaseSeconds;
    expect(RUN.standstillMs).toBeGreaterThanOrEqual(2 * diedSeconds * SECOND_MS);
  });
  it('that nobody looks at while it is drained is looked at again within its lease', () => {
    expect(RUN.missedLooks * RUN.checkSeconds).toBeLessThan(RUN.leaseSeconds);
  });
  it('keeps time for a page that GIAV answers late, or a third of a short life', () => {
    const kept = (seconds: number) => fetcherReserveMs(seconds, GIAV_CALL.timeoutMs);
    expect([900, 300, 100].map(kept)).toEqual([75_000, 75_000, 30_000]);
  });
});

describe('a record', () => {
  it('comes again after 2 s, 4 s, at most five minutes', () => {
    expect(upTo(10, redeliverySeconds)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });
  it('is given up by the worker long before the queue does it without a word', () => {
    expect(RECORD.attempts).toBeLessThan(RECORD.outageAttempts);
    expect(2 * RECORD.outageAttempts).toBeLessThan(QUEUE_LIMITS.work.maxReceiveCount);
  });
  it('is given up within a day, also in an outage that never ends', () => {
    expect(sum(upTo(RECORD.outageAttempts, (n) => outagePauseMs(n)))).toBeLessThan(24 * HOUR_MS);
  });
  it('comes back one to six seconds after those that waited for the same', () => {
    expect([0, 0.5, 1].map((chance) => apartSeconds(60_000, () => chance))).toEqual([61, 63.5, 66]);
  });
});

describe('a create in Clientify', () => {
  it('is claimed until its answer is out, however late it began', () => {
    expect(CREATE.marginMs).toBeGreaterThan(0);
    const longestMs =
      createBeginsWithinMs(Number.POSITIVE_INFINITY) + CLIENTIFY_CALL.timeoutMs + CREATE.marginMs;
    expect(longestMs).toBeLessThan(FUNCTION_SECONDS['record-worker'] * SECOND_MS * 0.4);
  });
  it('has time for eight look-ups at a Clientify that takes seven seconds for each', () => {
    expect(createBeginsWithinMs(7 * SECOND_MS)).toBeGreaterThan(8 * 7 * SECOND_MS);
  });
  it('has no more than twenty seconds where a call takes a moment, so that whoever comes after a crash waits no longer', () => {
    expect([0, 400].map(createBeginsWithinMs)).toEqual([CREATE.beginMs, CREATE.beginMs]);
  });
  it('waits for another one with its e-mail for less than it has to begin', () => {
    expect(CREATE.email.patienceMs).toBeLessThan(CREATE.beginMs);
  });
});

describe('a change on its way to GIAV', () => {
  it('reads after all hints that collapsed into one', () => {
    expect(CHANGE.delaySeconds * SECOND_MS).toBeGreaterThan(CHANGE.collapseMs);
  });
  it('is given up by itself before the queue counts out or forgets it', () => {
    let waited = 0;
    let times = 0;
    while (waited < CHANGE.giveUpMs / SECOND_MS) waited += redeliverySeconds(++times);
    expect(2 * times).toBeLessThan(QUEUE_LIMITS.changes.maxReceiveCount);
    expect(CHANGE.giveUpMs).toBeLessThan(SQS.keptDays * DAY_SECONDS * SECOND_MS);
  });
  it('is where an admin sees it within two minutes of a trouble that lasts', () => {
    expect(sum(upTo(CHANGE.visibleAttempts - 1, redeliverySeconds))).toBeLessThan(120);
  });
});

describe('the age of a change that waits', () => {
  it('is told in each period of its alarm, however long the wait between two deliveries', () => {
    const { visibilitySeconds } = QUEUE_LIMITS.changes;
    const longest = Math.max(RECORD.longestRedeliverySeconds, CHANGE.configurationSeconds);
    expect(60 * METRIC.waitPeriodMinutes).toBeGreaterThan(longest + visibilitySeconds);
  });
});

describe('the webhook', () => {
  it('ends its last try while the sender still listens', () => {
    expect(WEBHOOK.lastTryMs + WEBHOOK.tryMs).toBeLessThan(WEBHOOK.senderPatienceMs);
  });
  it('can be silent until nobody listens, and two seconds of start on top', () => {
    expect(WEBHOOK.silentUntilMs).toBeGreaterThan(WEBHOOK.senderPatienceMs);
    expect(FUNCTION_SECONDS.webhook * SECOND_MS).toBeGreaterThan(WEBHOOK.silentUntilMs + 2000);
  });
});

describe('the gate before Clientify', () => {
  it('waits 15 s for the end of an outage, then longer, at most five minutes', () => {
    expect(upTo(6, outagePauseMs)).toEqual([15_000, 30_000, 60_000, 120_000, 240_000, 300_000]);
  });
  it('waits 2 s after a 429 that tells nothing, at most 16', () => {
    expect(upTo(5, throttlePauseMs)).toEqual([2000, 4000, 8000, 16_000, 16_000]);
  });
  it('lets one process find out for longer than its answer may take', () => {
    expect(GATE.probeMs).toBeGreaterThan(CLIENTIFY_CALL.timeoutMs);
  });
  it('sends what waits for longer than a call may back to the queue', () => {
    expect(GATE.longestWaitMs).toBeLessThanOrEqual(CLIENTIFY_CALL.longestWaitMs);
  });
  it('is known by all before a row of bad answers is over', () => {
    expect(GATE.refreshMs).toBeLessThan(GATE.rowMs);
    expect(KNOWN.factsMs).toBeLessThanOrEqual(60_000);
  });
});

describe('the end of an item’s time', () => {
  it('is in whole seconds', () => {
    const at = new Date('2026-01-01T00:00:00.900Z');
    expect(epochSeconds(at)).toBe(1_767_225_600);
    expect(expiresAfter(2, at) - epochSeconds(at)).toBe(172_800);
  });
});
