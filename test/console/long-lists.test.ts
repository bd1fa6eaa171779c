import { paths } from '../../lib/console/paths';
import type { Reason } from '../../lib/sync/reasons';
import { ConsoleOffice } from './office';

const at = '2026-11-20T09:00:00.000Z';

describe('a list of records that wait for a decision, however long', () => {
  let office: ConsoleOffice;
  beforeEach(async () => {
    office = await new ConsoleOffice().signIn();
  });
  /** A client of whom something waits. */
  async function waits(id: string, reason: Reason): Promise<void> {
    const link = { id, status: 'linked', kind: 'contact', clientifyId: id, at } as const;
    await office.desk.links.replace('client', { ...link, notices: [reason] }, null);
    await office.desk.pending.add('attention', id);
  }
  /** Ids on all pages of a group, as its links lead from one to the next. */
  async function leafed(path: string): Promise<string[]> {
    const ids: string[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const text = await office.page(next);
      ids.push(...[...text.matchAll(/value="client:(\d+)" aria/g)].map(([, id = '']) => id));
      next = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    return ids;
  }
  it('is leafed through to its end, and its file holds all of it', async () => {
    for (let id = 1; id <= 450; id++) await waits(String(id), 'OPTED_OUT_IN_CLIENTIFY');
    const path = paths.group('attention', 'OPTED_OUT_IN_CLIENTIFY');
    expect(new Set(await leafed(path)).size).toBe(450);
    const file = await office.page(`${path}/registros.csv`);
    expect(file.trim().split('\r\n')).toHaveLength(451);
  });
  it('a file that does not hold all of them says so in its last line', async () => {
    const failed = { at, runId: 'r', reason: 'CLIENTIFY_REFUSED', message: 'no' };
    for (let id = 1; id <= 5001; id++) await office.desk.failures.add('client', `${id}`, failed);
    const path = `${paths.group('failed', 'CLIENTIFY_REFUSED')}/registros.csv`;
    const lines = (await office.page(path)).trim().split('\r\n');
    expect(lines.at(-1)).toContain('Hay más');
    await office.desk.failures.clear('client', '1');
    const all = (await office.page(path)).trim().split('\r\n');
    expect([all.length, all.at(-1)?.includes('Hay más')]).toEqual([5001, false]);
  });
  it('shows the one that is rare, however far behind it lies', async () => {
    for (let id = 100; id <= 500; id++) await waits(String(id), 'OPTED_OUT_IN_CLIENTIFY');
    await waits('999', 'DIFFERS_FROM_GIAV');
    expect(await leafed(paths.group('attention', 'DIFFERS_FROM_GIAV'))).toEqual(['999']);
  });
  it('shows what the first page counts, also where the state of it cannot be read', async () => {
    await office.table.put({ pk: 'LINK#client#7', sk: 'LINK', v: 99 });
    await office.desk.pending.add('attention', '7');
    expect(await office.page(paths.today)).toContain('1 registro le necesita');
    expect(await office.page(paths.waiting)).toContain(
      paths.group('attention', 'STATE_UNREADABLE'),
    );
    expect(await leafed(paths.group('attention', 'STATE_UNREADABLE'))).toEqual(['7']);
  });
});
