import type { Searched } from '../../lib/ports/clientify-account';
import type { Candidates } from '../../lib/sync/target';

/** What a search found that had all the time it wanted. */
export async function found(searched: Searched | Promise<Searched>): Promise<Candidates> {
  const candidates = await searched;
  if (candidates === 'time-over') throw new Error('the search was given up, and nothing limits it');
  return candidates;
}
