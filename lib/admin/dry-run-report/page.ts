import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import style from '../../console/assets/style.css';
import type { DryRunEnd } from '../../dry-run/dry-run';
import type { PlannedRecord } from '../../dry-run/planned-record';
import type { Counts } from '../../ports/run';
import { OUTCOMES, type Outcome } from '../../sync/decision';
import { byUrgency } from '../../sync/urgency';
import { REASONS, WAITS_FOR_CLIENTIFY, type Reason } from '../../sync/reasons';
import { MAILS_NOTICE, isSurprising } from '../../sync/first-run';
import { brakeOf } from './brake';
import type { Tally } from './tally';
import type { Language } from '../language';
import { TEXTS } from './texts';

const escape = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    (sign) =>
      ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? sign,
  );

/** JSON inside a script element: nothing in it can end the element. */
const inScript = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

const number = (value: number, language: Language): string =>
  new Intl.NumberFormat(language, { useGrouping: 'always' } as never).format(value);

const asset = (file: string): string =>
  readFileSync(join(dirname(require.resolve('tabulator-tables')), '..', file), 'utf8');

const isReason = (text: string): text is Reason => text in REASONS;

/** What the console's stylesheet has no word for: colours of outcomes, shares, and the table of records. */
const STYLE = `
:root { --created: #2e7d4f; --updated: #2f6db5; --linked: #7a56b3; --unchanged: #9aa3ad; --skipped: #c98a1b; --failed: #c0392b; }
main { padding-top: 32px; }
.card { border-top: 4px solid var(--colour); } .card b { display: block; font-size: 1.75rem; line-height: 1.2; font-variant-numeric: tabular-nums; } .card span { color: var(--soft); font-size: 0.85rem; }
.share { display: flex; height: 18px; border-radius: 4px; overflow: hidden; margin: 10px 0 4px; background: var(--line); }
.share i { display: block; background: var(--colour); min-width: 2px; }
table.plain { background: var(--paper); border: 1px solid var(--line); }
.tag[style] { color: #fff; background: var(--colour); }
.meter { background: var(--updated); height: 12px; border-radius: 3px; min-width: 2px; }
.tools { display: flex; gap: 8px; flex-wrap: wrap; margin: 10px 0; } .tools input { flex: 1 1 320px; font: inherit; padding: 7px 10px; border: 1px solid #8996a3; border-radius: 6px; }
.detail { padding: 8px 14px 14px; background: var(--ground); white-space: normal; } .detail table { font-size: 0.85rem; } .detail td { word-break: break-word; }
.tabulator { border-radius: 8px; font-size: 0.9rem; } .tabulator, .tabulator .tabulator-tableholder { background: var(--paper); } .tabulator .tabulator-row { cursor: pointer; } .tabulator .tabulator-row:hover { background: #eaf1fa !important; }`;

const colour = (outcome: Outcome): string => `style="--colour: var(--${outcome})"`;

function countsOf(title: string, counts: Counts, language: Language): string {
  const texts = TEXTS[language];
  const cards = OUTCOMES.map(
    (outcome) =>
      `<div class="card" ${colour(outcome)} data-outcome="${outcome}"><b>${number(counts[outcome], language)}</b>${escape(texts.outcomes[outcome])}<br><span>${escape(texts.whatItMeans[outcome])}</span></div>`,
  ).join('');
  const parts = OUTCOMES.filter((outcome) => counts[outcome] > 0)
    .map(
      (outcome) =>
        `<i style="flex: ${counts[outcome]}; --colour: var(--${outcome})" title="${escape(texts.outcomes[outcome])}: ${counts[outcome]}"></i>`,
    )
    .join('');
  return `<h2>${escape(title)} <span class="soft">· ${number(counts.read, language)} ${escape(texts.read)}</span></h2><div class="share" role="img" aria-label="${escape(title)}">${parts}</div><div class="cards">${cards}</div>`;
}

function reasonsOf(tally: Tally, language: Language): string {
  const texts = TEXTS[language];
  const rows = [...tally.skipped, ...tally.failed]
    .sort((a, b) => b[1] - a[1])
    .map(([reason, times]) => {
      const sentence = isReason(reason) ? REASONS[reason][language] : '';
      const conflict = isReason(reason) && WAITS_FOR_CLIENTIFY.has(reason);
      const tag = conflict
        ? ` <span class="tag" ${colour('failed')}>${escape(texts.conflicts)}</span>`
        : '';
      return `<tr data-reason="${reason}"><td class="n">${number(times, language)}</td><td><code>${escape(reason)}</code>${tag}</td><td>${escape(sentence)}</td></tr>`;
    });
  if (rows.length === 0)
    return `<h2>${escape(texts.skippedWhy)}</h2><p>${escape(texts.nothingSkipped)}</p>`;
  return `<h2>${escape(texts.skippedWhy)}</h2><p class="soft">${escape(texts.conflictsNote)}</p><table class="plain" id="reasons"><tbody>${rows.join('')}</tbody></table>`;
}

/** What is kept, parked, put back or opted out: told of records whatever becomes of them. */
function toldOf({ summary }: DryRunEnd, tally: Tally, language: Language): string {
  const rows = Object.entries(summary.reasons)
    .sort(([a], [b]) => byUrgency(a, b))
    .flatMap(([reason, times]) => {
      if (!isReason(reason)) return [];
      const more = times - (tally.skipped.get(reason) ?? 0) - (tally.failed.get(reason) ?? 0);
      if (more <= 0) return [];
      const sentence = escape(REASONS[reason][language]);
      return [
        `<tr data-notice="${reason}"><td class="n">${number(more, language)}</td><td><code>${reason}</code></td><td>${sentence}</td></tr>`,
      ];
    });
  if (rows.length === 0) return '';
  return `<h2>${escape(TEXTS[language].told)}</h2><table class="plain" id="notices"><tbody>${rows.join('')}</tbody></table>`;
}

function unmappedOf({ summary }: DryRunEnd, language: Language): string {
  const texts = TEXTS[language];
  const rows = Object.entries(summary.reasons).flatMap(([name, times]) => {
    const [kind = '', value = ''] = name.split(/:(.*)/s);
    const meaning = texts.unmappedKinds[kind];
    if (meaning === undefined) return [];
    return [
      `<tr><td class="n">${number(times, language)}</td><td><b>${escape(value)}</b></td><td>${escape(meaning)}</td></tr>`,
    ];
  });
  return rows.length === 0
    ? ''
    : `<h3>${escape(texts.unmapped)}</h3><table class="plain" id="unmapped"><tbody>${rows.join('')}</tbody></table>`;
}

function fieldsOf(tally: Tally, language: Language): string {
  const texts = TEXTS[language];
  const sorted = [...tally.changedFields].sort((a, b) => b[1] - a[1]);
  const most = sorted[0]?.[1] ?? 0;
  if (most === 0)
    return `<h2>${escape(texts.changedFields)}</h2><p>${escape(texts.nothingChanged)}</p>`;
  const rows = sorted.map(
    ([field, times]) =>
      `<tr><td><code>${escape(field)}</code></td><td class="n">${number(times, language)}</td><td style="width: 55%"><div class="meter" style="width: ${(100 * times) / most}%"></div></td></tr>`,
  );
  return `<h2>${escape(texts.changedFields)}</h2><p class="soft">${escape(texts.changedFieldsNote)}</p><table class="plain" id="fields"><tbody>${rows.join('')}</tbody></table>`;
}

function noticesOf(end: DryRunEnd, language: Language): string {
  const texts = TEXTS[language];
  const notices = [
    ...(isSurprising(end.newContacts, true) ? [MAILS_NOTICE[language](end.newContacts)] : []),
    ...(end.missingFields.length > 0
      ? [`${texts.missingFields} ${end.missingFields.join(', ')}`]
      : []),
    ...(end.moved ? [texts.moved] : []),
  ];
  return notices.map((text) => `<p class="notice warning">${escape(text)}</p>`).join('');
}

/** What the page's script needs of one record. */
const row = ({
  entity,
  id,
  label,
  result,
  message,
  clientifyId,
  fields,
  notes,
}: PlannedRecord) => ({
  entity,
  id,
  label,
  outcome: result.outcome,
  reason: result.reason ?? '',
  message: message ?? '',
  clientifyId: clientifyId ?? '',
  fields: fields.map(({ field, from, to }) =>
    from === undefined ? [field, to] : [field, to, from],
  ),
  notes: [...(result.notices ?? []), ...notes.map(({ field, note }) => `${field}: ${note}`)],
});

/** Runs in the browser: the table of records, its search, and what a click on a row shows. */
const SCRIPT = `
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const rows = read('rows'), texts = read('texts'), reasons = read('reasons-text');
  for (const row of rows) row.text = [row.id, row.label, row.clientifyId, row.reason, reasons[row.reason] || '', row.message, ...row.fields.flat(), ...row.notes].join(' ').toLowerCase();
  const element = (name, text, attributes = {}) => Object.assign(document.createElement(name), { textContent: text }, attributes);
  const detail = (row) => {
    const box = element('div', '', { className: 'detail' });
    if (reasons[row.reason]) box.append(element('p', reasons[row.reason]));
    if (row.message) box.append(element('p', row.message));
    if (row.fields.length) {
      const table = element('table', '', { className: 'plain' });
      const isNew = row.fields.every((field) => field.length === 2);
      const head = table.createTHead().insertRow();
      for (const text of [texts.field, ...(isNew ? [] : [texts.before]), texts.after]) head.append(element('th', text));
      const body = table.createTBody();
      for (const [field, to, from] of row.fields) {
        const line = body.insertRow();
        for (const text of [field, ...(isNew ? [] : [from ?? '']), to]) line.append(element('td', text));
      }
      box.append(table);
    }
    if (row.notes.length) box.append(element('p', texts.notes + ': ' + row.notes.join('; ')));
    return box;
  };
  const open = new Set();
  const table = new Tabulator('#records', {
    // Not redrawn whenever its scroll bar comes or goes: a click right after a filter would hit a row that is being replaced.
    data: rows, height: 640, layout: 'fitColumns', index: 'key', placeholder: '—', autoResize: false,
    columns: [
      { title: texts.columns.entity, field: 'entity', width: 120, formatter: (cell) => texts.entities[cell.getValue()] },
      { title: texts.columns.id, field: 'id', width: 130, sorter: 'number' },
      { title: texts.columns.label, field: 'label', widthGrow: 2, formatter: 'plaintext' },
      { title: texts.columns.outcome, field: 'outcome', width: 170, formatter: (cell) => { const tag = element('span', texts.outcomes[cell.getValue()], { className: 'tag' }); tag.style.setProperty('--colour', 'var(--' + cell.getValue() + ')'); return tag; } },
      { title: texts.columns.reason, field: 'reason', widthGrow: 1, formatter: 'plaintext' },
      { title: texts.columns.fields, field: 'fields', width: 105, hozAlign: 'right', formatter: (cell) => String(cell.getValue().length || ''), sorter: (a, b) => a.length - b.length },
    ],
    rowFormatter: (line) => {
      const row = line.getData(), host = line.getElement();
      host.querySelector('.detail')?.remove();
      if (open.has(row.entity + row.id)) host.append(detail(row));
    },
  });
  table.on('rowClick', (event, line) => {
    if (event.target.closest('.detail')) return;
    const row = line.getData(), key = row.entity + row.id;
    if (!open.delete(key)) open.add(key);
    line.reformat();
    line.normalizeHeight?.();
  });
  const search = document.getElementById('search'), outcome = document.getElementById('outcome'), entity = document.getElementById('entity'), shown = document.getElementById('shown');
  const apply = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    table.setFilter((row) => (!outcome.value || row.outcome === outcome.value) && (!entity.value || row.entity === entity.value) && words.every((word) => row.text.includes(word)));
  };
  table.on('dataFiltered', (_, found) => { shown.textContent = texts.count + ': ' + found.length; });
  table.on('tableBuilt', () => { shown.textContent = texts.count + ': ' + rows.length; document.body.dataset.ready = 'true'; });
  addEventListener('resize', () => table.redraw());
  for (const control of [search, outcome, entity]) control.addEventListener('input', apply);
})();`;

/** The page in pieces: everything is inside, and the browser is told to fetch nothing. */
export async function* reportPage(
  end: DryRunEnd,
  tally: Tally,
  records: AsyncIterable<PlannedRecord>,
  language: Language,
): AsyncGenerator<string> {
  const texts = TEXTS[language];
  const date = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Madrid',
  }).format(new Date(end.startedAt));
  const options = (values: Readonly<Record<string, string>>): string =>
    `<option value="">${escape(texts.all)}</option>${Object.entries(values)
      .map(([value, text]) => `<option value="${value}">${escape(text)}</option>`)
      .join('')}`;
  const listed = Object.fromEntries(
    Object.entries(texts.outcomes).filter(([outcome]) => outcome !== 'unchanged'),
  );
  yield `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"><title>${escape(texts.title)}</title><style>${asset('css/tabulator.min.css').replace(/\/\*# sourceMappingURL.*?\*\//g, '')}${style}${STYLE}</style></head><body><main>`;
  yield `<h1>${escape(texts.title)}</h1><p>${escape(texts.intro)}</p><p class="soft">${escape(texts.mode[end.mode])} · ${escape(date)} · ${escape(texts.personal)}</p>`;
  yield noticesOf(end, language);
  yield brakeOf(end, language, escape);
  yield countsOf(texts.clients, end.summary.clients, language);
  yield countsOf(texts.expedientes, end.summary.expedientes, language);
  yield reasonsOf(tally, language);
  yield toldOf(end, tally, language);
  yield unmappedOf(end, language);
  yield fieldsOf(tally, language);
  yield `<h2>${escape(texts.records)}</h2><p class="soft">${escape(texts.recordsNote)} <span id="shown"></span></p><div class="tools"><input id="search" type="search" placeholder="${escape(texts.search)}" aria-label="${escape(texts.search)}"><select id="entity" aria-label="${escape(texts.columns.entity)}">${options({ client: texts.clients, expediente: texts.expedientes })}</select><select id="outcome" aria-label="${escape(texts.columns.outcome)}">${options(listed)}</select></div><div id="records"></div><noscript>${escape(texts.noScript)}</noscript></main>`;
  yield '<script type="application/json" id="rows">[';
  let first = true;
  for await (const record of records) {
    yield `${first ? '' : ',\n'}${inScript(row(record))}`;
    first = false;
  }
  yield ']</script>';
  yield `<script type="application/json" id="texts">${inScript(texts)}</script>`;
  yield `<script type="application/json" id="reasons-text">${inScript(Object.fromEntries(Object.entries(REASONS).map(([reason, sentences]) => [reason, sentences[language]])))}</script>`;
  yield `<script>${asset('js/tabulator.min.js')
    .replace(/<\/script/gi, '<\\/script')
    .replace(
      /\/\/# sourceMappingURL.*$/gm,
      '',
    )}</script><script>${SCRIPT}</script></body></html>\n`;
}
