import type { Call, ToldFault } from '../../simulation/aws/environment';
import { Bad, reset } from '../../simulation/systems/clientify';
import type { Fault } from '../../simulators/http';
import { httpError } from '../../lib/giav/faults';
import { RetryableError } from '../../lib/sync/errors';

export type System = 'giav' | 'clientify';

const HTML = '<html><body><p>Bad gateway<br></body></html>';
const CUT = '{"id": 1, "first_name": "cu';

/** What Clientify's caller sees; null = nothing. */
function ofClientify({ kind, status, headers, message }: Fault): Error | null {
  if (kind === 'hang') return null;
  if (kind === 'reset') return reset();
  if (kind === 'html')
    return new Bad({ status: status ?? 502, body: HTML, type: 'text/html', headers });
  const type = 'application/json';
  if (kind === 'cut' || kind === 'empty')
    return new Bad({ status: 200, body: kind === 'cut' ? CUT : '', type });
  return new Bad({ status: status ?? 500, body: message ?? '{"detail":"error"}', type, headers });
}

/** What GIAV's caller makes of it (lib/giav/transport.ts, which has tests of its own); null = nothing. */
function ofGiav({ kind, status }: Fault, operation: string): Error | null {
  if (kind === 'hang') return null;
  if (kind === 'reset')
    return new RetryableError(`GIAV did not answer ${operation} (ECONNRESET)`, {
      maybeApplied: true,
    });
  if (kind === 'cut' || kind === 'empty') return httpError(operation, 200);
  return httpError(operation, status ?? (kind === 'html' ? 502 : 500));
}

/** Faults that wait for their call, as the simulators of the wire take them. */
export class ToldFaults {
  readonly waiting: Record<System, Fault[]> = { giav: [], clientify: [] };

  /** @param onMet told the status that the log of the wire would show, of a call that had no effect */
  next({ port, name }: Call, onMet: (status: number) => void): ToldFault | undefined {
    if (port !== 'giav' && port !== 'clientify') return undefined;
    const list = this.waiting[port];
    const fault = list.find(({ match = '' }) => name.includes(match));
    if (fault === undefined) return undefined;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) list.splice(list.indexOf(fault), 1);
    if (fault.when === 'before') onMet(fault.status ?? 0);
    return {
      applied: fault.when === 'after',
      error: port === 'giav' ? ofGiav(fault, name) : ofClientify(fault),
    };
  }
}
