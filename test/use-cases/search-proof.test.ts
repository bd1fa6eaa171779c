import { SearchProof } from '../../lib/clientify/search-proof';
import { DynamoFilterProofs } from '../../lib/state/filter-proofs';
import { Crm } from '../ports/crm';
import { MemoryTable } from '../ports/table';

const DAY_MS = 24 * 3_600_000;

function account() {
  const crm = new Crm();
  Object.assign(crm.simulator.switches, { shortPages: 0, shortFirstPage: 0 });
  const table = new MemoryTable();
  const store = new DynamoFilterProofs(table);
  let now = Date.now();
  return {
    crm,
    table,
    store,
    /** As another process sees it. */
    proof: () => new SearchProof(crm.http, store, () => now),
    later: (ms: number) => (now += ms),
    fill: (documento: string, more: Record<string, string> = {}) => {
      crm.fill('contacts', 150, () => ({ first_name: 'A', taxpayer_identification_number: '' }));
      crm.fill('contacts', 1, () => ({
        first_name: 'B',
        taxpayer_identification_number: documento,
        ...more,
      }));
    },
  };
}

describe('what was seen of a filter', () => {
  it('is known to every process for a day, for that kind and form only', async () => {
    const { crm, proof, later, fill } = account();
    fill('12345678Z');
    expect(await proof().holds('contact', 'query', 'plain')).toBe(true);
    crm.reads();
    expect(await proof().holds('contact', 'query', 'plain')).toBe(true);
    expect(crm.reads()).toEqual([]);
    expect(await proof().known('contact', 'query', 'hyphen')).toBeUndefined();
    expect(await proof().known('company', 'query', 'plain')).toBeUndefined();
    later(DAY_MS);
    expect(await proof().known('contact', 'query', 'plain')).toBeUndefined();
  });

  it('is seen anew when the account has changed', async () => {
    const { crm, proof, later, fill } = account();
    fill('12345678Z');
    expect(await proof().holds('contact', 'query', 'plain')).toBe(true);
    crm.simulator.switches.documentBy = 'neither';
    later(DAY_MS + 1);
    expect(await proof().holds('contact', 'query', 'plain')).toBe(false);
  });

  it.each([
    ['of another version', { v: 2 }],
    ['that says something else than yes or no', { holds: 'yes' }],
    ['of another day than any', { at: 'yesterday' }],
  ])('is not guessed from an item %s', async (_, damage) => {
    const { table, proof, store, fill } = account();
    fill('12345678Z');
    await proof().holds('contact', 'query', 'plain');
    for (const item of table.items.values()) Object.assign(item, damage);
    expect(await store.proofs()).toEqual([]);
    expect(await proof().known('contact', 'query', 'plain')).toBeUndefined();
  });

  it('holds no Documento', async () => {
    const { table, proof, fill } = account();
    fill('12345678Z');
    await proof().holds('contact', 'query', 'plain');
    expect(table.items.size).toBe(1);
    expect(JSON.stringify([...table.items.values()])).not.toContain('12345678Z');
  });

  it('is nothing where the record was found by another text that holds its Documento', async () => {
    const { crm, proof, fill } = account();
    crm.simulator.switches.documentBy = 'neither';
    fill('12345678Z', { last_name: 'Soto 12345678Z' });
    expect(await proof().holds('contact', 'query', 'plain')).toBe(false);
    expect(await proof().known('contact', 'query', 'plain')).toBeUndefined();
  });

  it('of a filter by time: it must find the last change, and leave others out', async () => {
    const { crm, proof, later, fill } = account();
    fill('12345678Z');
    expect(await proof().holdsForModified('contact')).toBe(true);
    crm.simulator.switches.timeFilters = false;
    later(DAY_MS + 1);
    expect(await proof().holdsForModified('contact')).toBe(false);
  });

  it('two who ask at the same time ask once', async () => {
    const { crm, proof, fill } = account();
    fill('12345678Z');
    const one = proof();
    await Promise.all([1, 2, 3].map(() => one.holds('contact', 'query', 'plain')));
    expect(crm.reads()).toHaveLength(2);
  });
});
