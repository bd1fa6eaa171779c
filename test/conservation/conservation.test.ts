import fc from 'fast-check';
import { sidesOf } from '../../lib/sync/base';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { LISTS, scalarFields } from '../../lib/sync/settle';
import { countryCode } from '../ports/agency';
import { History, modeSwitch, start, step, type Start, type Step } from './history';

/** 6,250 in a build (jest.config.cjs: 2,500, 2,500 and 1,250), others each time; each is repeated by its seed and path, which a failure prints. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 2_500);
/** A machine that does other things at the same time is slow; nothing here waits. */
const LIMIT_MS = 900_000;

async function live(begin: Start, steps: readonly Step[]): Promise<History> {
  const history = new History(begin);
  for (const one of steps) await history.take(one);
  await history.end();
  return history;
}

describe('conservation', () => {
  it(
    'every non-empty value that a person typed on either side is on at least one side, or kept in a decision',
    async () => {
      await fc.assert(
        fc.asyncProperty(start, fc.array(step, { maxLength: 9 }), async (begin, steps) => {
          const history = await live(begin, steps);
          expect(history.lost()).toEqual([]);
        }),
        { numRuns: HISTORIES },
      );
    },
    LIMIT_MS,
  );

  it(
    'also while the way back is switched off and on',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          start,
          fc.array(fc.oneof({ weight: 4, arbitrary: step }, modeSwitch), { maxLength: 12 }),
          async (begin, steps) => {
            const history = await live(begin, steps);
            expect(history.lost()).toEqual([]);
            expect(history.contacts().length).toBeLessThanOrEqual(1);
          },
        ),
        { numRuns: HISTORIES },
      );
    },
    LIMIT_MS,
  );

  it(
    'with the way back on both sides show the same in the end, but for what is parked',
    async () => {
      await fc.assert(
        fc.asyncProperty(start, fc.array(step, { maxLength: 9 }), async (begin, steps) => {
          const { agency } = await live({ ...begin, mode: 'on' }, steps);
          for (const [, link] of agency.links.items) {
            const target =
              link.clientifyId === undefined
                ? undefined
                : agency.clientify.get('contact', link.clientifyId);
            const client = agency.giav.client(Number(link.id));
            if (link.status !== 'linked' || !target || !client) continue;
            const { desired } = mapClient(client, { clientTypes: {}, countryCode });
            const { giav, clientify } = sidesOf(desired, target, link.snapshot ?? null);
            for (const field of scalarFields('contact'))
              // A name that stands in for one that GIAV does not hold fills what is empty, and need not take a name's place.
              if (field === 'first_name' && desired.plain?.[field] === '')
                expect(clientify.fields[field]).not.toBe('');
              else if (link.parked?.[field] === undefined)
                expect([field, clientify.fields[field]]).toEqual([field, giav.fields[field]]);
            for (const list of LISTS)
              expect(clientify[list]).toEqual(expect.arrayContaining([...giav[list]]));
            expect(target.fields['status']).toBe('client');
            if (client.mailingConsent === 'Denied')
              expect(target.fields['unsubscribed']).toBe(true);
          }
        }),
        { numRuns: Math.ceil(HISTORIES / 2) },
      );
    },
    LIMIT_MS,
  );
});
