import * as fc from 'fast-check';
import { PlannedLinks } from '../../lib/dry-run/planned-links';
import type { Upserted } from '../../lib/record/work';
import type { ClientKind } from '../../lib/sync/target';
import { Killer } from '../ports/killer';
import { SHARED, SharedDocumento, type Between } from '../ports/shared-documento';
import { cases } from '../harness/cases';

const KINDS: readonly ClientKind[] = ['contact', 'company'];
const CALLS: ReadonlySet<unknown> = new Set([
  ...['get', 'getMany', 'put', 'update', 'delete'],
  ...['read', 'apply', 'create', 'findById', 'findByDocumento', 'latecomers', 'confirmWrite'],
]);

/** The scheduler says whose call is next. */
const takingTurns =
  (scheduler: fc.Scheduler): Between =>
  (port) =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function' || !CALLS.has(name)) return value;
        return async (...args: unknown[]): Promise<unknown> => {
          await scheduler.schedule(Promise.resolve(), String(name));
          return (value as (...all: unknown[]) => unknown).apply(target, args);
        };
      },
    });

const told = ({ result }: Upserted): string => result.reason ?? result.outcome;

/** One record is one client's; what every other one is told names both, and nothing of it was written. */
function expectOne(
  office: SharedDocumento,
  clients: readonly number[],
  done: readonly Upserted[],
  late: readonly number[] = [],
): void {
  const [winner, ...others] = office.clientsOf('55');
  const named = `${office.kind} 55 .*gesintur_id ${winner}\\b`;
  expect(others).toEqual([]);
  expect(office.written).toEqual([winner]);
  expect(office.crm.created).toEqual([]);
  const record = office.crm.records.get(`${office.kind} 55`);
  expect(record?.customFields?.['gesintur_id']).toBe(winner);
  expect(record?.fields['remarks']).toBe(`Cliente ${winner}`);
  clients.forEach((id, at) => {
    const { result, decision } = done[at] as Upserted;
    // Who was refused before it looked for a record only knows that another one is at it.
    const told = late.includes(id) ? `Another client of this run has it|${named}` : named;
    if (String(id) === winner) expect(['linked', 'created']).toContain(result.outcome);
    else {
      expect(['DOCUMENT_TAKEN', 'PLACEHOLDER_DOCUMENTO']).toContain(result.reason);
      expect(decision.message).toMatch(new RegExp(told));
    }
  });
}

describe.each(KINDS)(
  'clients of GIAV that share a Documento, and one free %s that has it',
  (kind) => {
    it('at most one is linked, in whatever order their workers come', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          fc.integer({ min: 2, max: 7 }),
          fc.boolean(),
          fc.integer({ min: 0, max: 2 }),
          async (scheduler, count, sameRun, late) => {
            const office = new SharedDocumento(kind);
            const clients = Array.from({ length: count }, (_, at) => 1001 + at);
            const run = (id: number): string => (sameRun ? 'run' : `run-${id}`);
            // Some were planned before the record was there: they find it while they create.
            const early = clients.slice(0, late).map((id) => office.message(id, run(id)));
            office.record('55');
            const messages = [
              ...early,
              ...clients.slice(late).map((id) => office.message(id, run(id))),
            ];
            const between = takingTurns(scheduler);
            const work = Promise.all(messages.map((one) => office.work(one, between)));
            const done = await scheduler.waitFor(work);
            expectOne(office, clients, done, clients.slice(0, late));
            // Every message may come once more.
            for (const one of messages) await office.work(one);
            office.later();
            for (const id of clients) await office.work(office.message(id, 'next'));
            expect(office.clientsOf('55')).toHaveLength(1);
            expect(office.written).toHaveLength(1);
          },
        ),
        { numRuns: cases(100) },
      );
    });

    it('two that have both read the record before either writes', async () => {
      const office = new SharedDocumento(kind);
      office.record('55');
      const messages = [1001, 1002].map((id) => office.message(id));
      const target = await office.crm.read(kind, '55');
      const stale: Between = (port) =>
        new Proxy(port, {
          get: (of, name) =>
            name === 'read' ? () => Promise.resolve(target) : (Reflect.get(of, name) as unknown),
        });
      const first = await office.work(messages[0] as never, (port) =>
        port === (office.crm as unknown) ? stale(port) : port,
      );
      const second = await office.work(messages[1] as never, (port) =>
        port === (office.crm as unknown) ? stale(port) : port,
      );
      expect([told(first), told(second)]).toEqual(['linked', 'DOCUMENT_TAKEN']);
      expectOne(office, [1001, 1002], [first, second]);
      expect(second.decision.message).toMatch(/55\b.*1001.*relink client 1002/);
      expect(second.decision.message).not.toContain(SHARED);
    });
  },
);

describe('a worker that dies', () => {
  const moments = Array.from({ length: 12 }, (_, at) => at + 1).flatMap((at) =>
    (['before', 'after'] as const).map((when) => [at, when] as const),
  );

  it.each(moments)(
    'at its call %i (%s it has its effect): the record is not locked, and one client gets it',
    async (at, when) => {
      for (const again of [true, false]) {
        const office = new SharedDocumento('contact');
        office.record('55');
        const [one, two] = [office.message(1001), office.message(1002)];
        const killer = new Killer(at, when);
        await Promise.race([office.deliver(one, (port) => killer.watch(port)), killer.killed]);
        const meanwhile = await office.work(two);
        expect(['linked', 'DOCUMENT_TAKEN']).toContain(told(meanwhile));
        office.later();
        // Its message may be lost for ever, too.
        if (again) await office.work(one);
        await office.work(office.message(1002, 'next'));
        await office.work(office.message(1001, 'next'));
        const [winner, ...others] = office.clientsOf('55');
        expect(others).toEqual([]);
        expect(office.written).toEqual([winner]);
        expect(office.crm.records.get('contact 55')?.customFields?.['gesintur_id']).toBe(winner);
      }
    },
  );

  it('the other client gets the record where the first one never comes again', async () => {
    const office = new SharedDocumento('contact');
    office.record('55');
    const [one, two] = [office.message(1001), office.message(1002)];
    // It dies right before it would write to Clientify.
    await Promise.race([
      office.deliver(one, (port) =>
        port === (office.crm as unknown)
          ? new Proxy(port, {
              get: (of, name) =>
                name === 'apply'
                  ? () => new Promise(() => undefined)
                  : (Reflect.get(of, name) as unknown),
            })
          : port,
      ),
      new Promise((done) => setImmediate(done)),
    ]);
    expect(told(await office.work(two))).toBe('DOCUMENT_TAKEN');
    office.later();
    expect(told(await office.work(office.message(1002, 'next')))).toBe('linked');
    expect(told(await office.work(one))).toBe('DOCUMENT_TAKEN');
    expect(office.written).toEqual(['1002']);
  });
});

describe('what it costs', () => {
  /** Calls of the state that one delivery makes. */
  async function calls(office: SharedDocumento, id: number): Promise<number> {
    let count = 0;
    const counted: Between = (port) =>
      port === (office.table as unknown)
        ? new Proxy(port, {
            get(target, name) {
              const value: unknown = Reflect.get(target, name, target);
              if (typeof value !== 'function' || !CALLS.has(name)) return value;
              return (...args: unknown[]): unknown => {
                count += 1;
                return (value as (...all: unknown[]) => unknown).apply(target, args);
              };
            },
          })
        : port;
    await office.work(office.message(id, `run-${count}`), counted);
    return count;
  }

  it('a record that is linked: its link, the claim, and the link in both directions', async () => {
    const office = new SharedDocumento('contact');
    office.record('55');
    expect(await calls(office, 1001)).toBe(4);
  });

  it('nothing where the link stands', async () => {
    const office = new SharedDocumento('contact');
    office.record('55');
    await calls(office, 1001);
    // Its own link, nothing else.
    expect(await calls(office, 1001)).toBe(1);
    office.crm.put(
      'contact',
      '55',
      {
        ...office.crm.records.get('contact 55')?.fields,
        status: 'other',
      },
      { gesintur_id: '1001' },
    );
    // Its link, what is about to be written, and the link again.
    expect(await calls(office, 1001)).toBe(3);
  });
});

describe('a dry run', () => {
  it('plans one link for each record, as the run would make it', async () => {
    const office = new SharedDocumento('contact');
    const links = new PlannedLinks(office.links);
    const asked = (client: string) =>
      links.claimRecord({ kind: 'contact', clientifyId: '55', client });
    expect([await asked('1001'), await asked('1002'), await asked('1001')]).toEqual([
      { is: 'ours' },
      { is: 'theirs', client: '1001' },
      { is: 'ours' },
    ]);
    expect(office.table.items.size).toBe(0);
  });

  it('knows whose a record is already', async () => {
    const office = new SharedDocumento('contact');
    office.record('55');
    await office.work(office.message(1001));
    const links = new PlannedLinks(office.links);
    const asked = { kind: 'contact', clientifyId: '55', client: '1002' } as const;
    expect(await links.claimRecord(asked)).toEqual({ is: 'theirs', client: '1001' });
  });
});
