import type { RunQueue } from '../../lib/ports/queues';
import type { Plants } from '../../simulation/aws/connect';
import type { Call, Fault } from '../../simulation/aws/environment';
import { smallLife } from '../../simulation/every-call';
import type { Step } from '../../simulation/history';
import { Life, type LifeOptions } from '../../simulation/life';

const MINUTE_MS = 60_000;

/** Rules that a life with these wrong parts breaks. */
async function brokenBy(
  plants: Plants,
  more: Partial<Pick<LifeOptions, 'steps' | 'nth'>> = {},
): Promise<string[]> {
  const { violations } = await Life.live({ ...smallLife(1), ...more, plants });
  return [...new Set(violations.map(({ invariant }) => invariant))];
}

/** The first call of that name is the last of its invocation. */
function lastOf(wanted: string): (call: Call) => Fault | undefined {
  let done = false;
  return ({ name }) => {
    if (done || name !== wanted) return undefined;
    done = true;
    return 'dieAfter';
  };
}

const methods = <T extends object>(of: T, other: Partial<T>): T =>
  Object.assign(Object.create(of) as T, other);

describe('the simulation finds', () => {
  it('nothing where nothing is wrong', async () => {
    expect(await brokenBy({})).toEqual([]);
  });

  it('a run at which nobody looks', async () => {
    const deaf = <T extends { readonly runQueue: RunQueue }>(ports: T): T => {
      const send: RunQueue['send'] = (message, delay) =>
        message.kind === 'check' || message.kind === 'continue'
          ? Promise.resolve()
          : ports.runQueue.send(message, delay);
      return { ...ports, runQueue: methods(ports.runQueue, { send }) };
    };
    expect(await brokenBy({ fetcher: deaf, worker: deaf })).toContain('every run ends');
  });

  it('claims that are ignored', async () => {
    const worker: Plants['worker'] = (ports) => ({
      ...ports,
      claims: methods(ports.claims, { claimDeal: () => Promise.resolve('new' as const) }),
    });
    const nth = lastOf('POST /v1/deals/');
    expect(await brokenBy({ worker }, { nth })).toContain('no second record in Clientify');
  });

  it('a result that is counted nowhere', async () => {
    const fetcher: Plants['fetcher'] = (ports) => {
      const checkpoint: typeof ports.runs.checkpoint = (run, change) =>
        ports.runs.checkpoint(
          run,
          'clientsRead' in change ? { ...change, clientsRead: run.clientsRead } : change,
        );
      return { ...ports, runs: methods(ports.runs, { checkpoint }) };
    };
    expect(await brokenBy({ fetcher })).toContain('read is the sum of the outcomes');
  });

  it('a field that a PUT loses', async () => {
    const writer: Plants['writer'] = (ports) => {
      const fillPut: typeof ports.giav.fillPut = (...args) => {
        const filled = ports.giav.fillPut(...args);
        return 'args' in filled
          ? { args: { ...filled.args, alertMsg: undefined, sepaReferencia: undefined } }
          : filled;
      };
      return { ...ports, giav: methods(ports.giav, { fillPut }) };
    };
    expect(await brokenBy({ writer })).toContain('a PUT changes nothing but edits');
  });

  it('a request that GIAV could not read', async () => {
    const writer: Plants['writer'] = (ports) => {
      const fillPut: typeof ports.giav.fillPut = (...args) => {
        const filled = ports.giav.fillPut(...args);
        return 'args' in filled ? { args: { ...filled.args, mailingConsent: 'Maybe' } } : filled;
      };
      return { ...ports, giav: methods(ports.giav, { fillPut }) };
    };
    expect(await brokenBy({ writer })).toContain('a request to GIAV is valid');
  });

  it('a replaced value that nobody keeps', async () => {
    const forgets = <T extends { readonly decisions: object }>(ports: T): T => ({
      ...ports,
      decisions: methods(ports.decisions, { putMany: () => Promise.resolve() }),
    });
    const both = { at: 20 * MINUTE_MS, which: 1 } as const;
    const steps: Step[] = [
      ...smallLife(1).steps.slice(0, 1),
      { ...both, do: 'clientify-edit', what: 'first_name' },
      { ...both, do: 'giav-edit', field: 'Nombre', blank: false },
    ];
    const rules = await brokenBy({ writer: forgets, worker: forgets }, { steps });
    expect(rules).toContain('every value that a person typed is kept');
  });

  it('a name in a log line', async () => {
    const writer: Plants['writer'] = (ports) => {
      const readClient: typeof ports.giav.readClient = async (id) => {
        const found = await ports.giav.readClient(id);
        ports.log.info(`read ${found?.client.nombre ?? ''}`);
        return found;
      };
      return { ...ports, giav: methods(ports.giav, { readClient }) };
    };
    expect(await brokenBy({ writer })).toContain('a log line holds no secret and no personal data');
  });

  it('writes that nothing asks for', async () => {
    const fetcher: Plants['fetcher'] = (ports) => {
      const searchClients: typeof ports.giav.searchClients = async (...args) => {
        const page = await ports.giav.searchClients(...args);
        const comentarios = `read at ${Date.now()}`;
        return { ...page, records: page.records.map((one) => ({ ...one, comentarios })) };
      };
      return { ...ports, giav: methods(ports.giav, { searchClients }) };
    };
    expect(await brokenBy({ fetcher })).toContain('nothing is written when nothing changed');
  });
});
