import { reportPage } from '../../lib/admin/dry-run-report/page';
import { Tally } from '../../lib/admin/dry-run-report/tally';
import { rehearsalSchema } from '../../lib/admin/rehearsal';
import { paths } from '../../lib/console/paths';
import type { DryRunEnd } from '../../lib/dry-run/dry-run';
import type { PlannedRecord } from '../../lib/dry-run/planned-record';
import { NOTHING_COUNTED } from '../../lib/sync/brake';
import { emptySummary } from '../../lib/sync/run-progress';
import { ConsoleOffice, NOW } from '../console/office';

const NASTY = `</script><script>window.broken = 1</script><img src=x onerror="1">'&`;

const planned = (id: string, more: Partial<PlannedRecord> = {}): PlannedRecord => ({
  entity: 'client',
  id,
  label: NASTY,
  result: { outcome: 'updated' },
  clientifyId: '55',
  fields: [{ field: 'remarks', from: NASTY, to: 'Pasillo' }],
  notes: [],
  ...more,
});
const RECORDS = [
  planned('7'),
  planned('8', { result: { outcome: 'skipped', reason: 'NO_DOCUMENT' }, fields: [] }),
];

function endOf(): DryRunEnd {
  const summary = emptySummary();
  Object.assign(summary.clients, { read: 1234, updated: 1, skipped: 1 });
  return {
    mode: 'full',
    startedAt: '2026-11-25T00:00:00Z',
    finishedAt: '2026-11-25T00:01:00Z',
    summary: {
      ...summary,
      reasons: { NO_DOCUMENT: 1, REPLACED: 2, [`UNMAPPED_STAGE:${NASTY}`]: 3 },
    },
    missingFields: [],
    newContacts: 0,
    calls: { giav: 0, clientify: 0 },
    brake: { held: null, planned: NOTHING_COUNTED },
    moved: true,
    whole: true,
  } as unknown as DryRunEnd;
}

function tallied(): Tally {
  const tally = new Tally();
  RECORDS.forEach((record) => {
    tally.add(record);
  });
  return tally;
}

async function* all(): AsyncGenerator<PlannedRecord> {
  yield* await Promise.resolve(RECORDS);
}

async function pieces(language: 'es' | 'en' = 'es'): Promise<string[]> {
  const found: string[] = [];
  for await (const piece of reportPage(endOf(), tallied(), all(), language)) found.push(piece);
  return found;
}

describe('the page of a dry run as a file', () => {
  it('is one document that fetches nothing, and comes in pieces: a record at a time', async () => {
    const found = await pieces();
    expect(found).toHaveLength(2 + RECORDS.length);
    const page = found.join('');
    expect(page).toMatch(/^<!doctype html><html lang="es"><head>/);
    expect(page).toMatch(/<\/html>\n$/);
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src`);
    expect(page).not.toMatch(/<link|<script[^>]* src=|sourceMappingURL/);
  });
  it('holds its rows as JSON in which no name ends the element', async () => {
    const page = (await pieces()).join('');
    const [, rows = ''] = /id="rows">(.*?)<\/script>/s.exec(page) ?? [];
    const read = JSON.parse(rows) as { id: string; label: string }[];
    expect(read.map(({ id, label }) => [id, label])).toEqual([
      ['7', NASTY],
      ['8', NASTY],
    ]);
    expect(page).not.toContain('<img src=x');
  });
  it.each([
    ['es', 'Por qué se omitirían', 'Lo que conviene saber', 'Valores sin correspondencia'],
    ['en', 'Why they would be skipped', 'What you should know', 'Values without a mapping'],
  ] as const)(
    'says why, what else there is to know, and what has no mapping (%s)',
    async (language, ...said) => {
      const page = (await pieces(language)).join('');
      for (const text of said) expect(page).toContain(text);
      expect(page).toMatch(/id="reasons">.*NO_DOCUMENT.*id="notices">.*REPLACED.*id="unmapped">/s);
      expect(page).toMatch(/data-outcome="updated"><b>1<\/b>/);
      expect(page).toMatch(language === 'es' ? /· 1\.234 le/ : /· 1,234 read/);
    },
  );
});

describe('the same on the console', () => {
  it.each(['es', 'en'] as const)(
    'shows the figures of the same components, with links and without a style of its own (%s)',
    async (language) => {
      const office = await new ConsoleOffice().signIn();
      await office.request(`${paths.language}/${language}`);
      const { skipped, failed, changedFields } = tallied();
      const { brake, ...end } = endOf();
      const result = rehearsalSchema.parse({
        ...end,
        brake,
        skipped: [...skipped],
        failed: [...failed],
        changedFields: [...changedFields],
        records: [],
        left: 0,
        settings: null,
      });
      const at = NOW.toISOString();
      await office.desk.answers.put(
        { id: 'tried', do: 'rehearse', by: 'ana', askedAt: at, doneAt: at, refused: null, result },
        NOW,
      );
      const shown = await office.page(paths.work('tried'));
      expect(office.errors).toEqual([]);
      const file = (await pieces(language)).join('');
      for (const id of ['reasons', 'notices', 'unmapped', 'fields'])
        expect([id, shown.includes(`id="${id}"`), file.includes(`id="${id}"`)]).toEqual([
          id,
          true,
          true,
        ]);
      const cards = /<h2>[^<]* <span class="soft">· .*?<div class="cards small">.*?<\/div><\/div>/s;
      expect(cards.exec(shown)?.[0]).toBe(cards.exec(file)?.[0]);
      expect(shown).not.toMatch(/\sstyle=|cli [a-z]|<img src=x/);
    },
  );
  it('shows what an earlier version answered, too', async () => {
    const office = await new ConsoleOffice().signIn();
    const { summary } = endOf();
    const result = {
      ...{ mode: 'full', whole: true, summary, changedFields: [], missingFields: [] },
      ...{ newContacts: 0, records: [], left: 0, settings: null },
    };
    const at = NOW.toISOString();
    await office.desk.answers.put(
      { id: 'tried', do: 'rehearse', by: 'ana', askedAt: at, doneAt: at, refused: null, result },
      NOW,
    );
    expect(await office.page(paths.work('tried'))).toContain('No se ha escrito nada');
    expect(office.errors).toEqual([]);
  });
});
