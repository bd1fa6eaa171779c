import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { raw } from 'hono/html';
import type { FC } from 'hono/jsx';
import style from '../../console/assets/style.css';
import { DryRunReport } from '../../console/components/dry-run';
import { document } from '../../console/components/document';
import type { DryRunEnd } from '../../dry-run/dry-run';
import type { PlannedRecord } from '../../dry-run/planned-record';
import { REASONS, type Reason } from '../../sync/reasons';
import type { Language } from '../language';
import { SCRIPT } from './script';
import type { Tally } from './tally';
import { TEXTS } from './texts';

/** JSON inside a script element: nothing in it can end the element. */
const inScript = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

const asset = (file: string): string =>
  readFileSync(join(dirname(require.resolve('tabulator-tables')), '..', file), 'utf8');

/** What the console's stylesheet has no word for: the table of records, which needs a script. */
const STYLE = `
main { padding-top: 32px; }
.tools { display: flex; gap: 8px; flex-wrap: wrap; margin: 10px 0; } .tools input { flex: 1 1 320px; font: inherit; padding: 7px 10px; border: 1px solid #8996a3; border-radius: 6px; }
.detail { padding: 8px 14px 14px; background: var(--ground); white-space: normal; } .detail table { font-size: 0.85rem; } .detail td { word-break: break-word; }
.tabulator { border-radius: 8px; font-size: 0.9rem; } .tabulator, .tabulator .tabulator-tableholder { background: var(--paper); } .tabulator .tabulator-row { cursor: pointer; } .tabulator .tabulator-row:hover { background: #eaf1fa !important; }`;

/** Everything is inside, and the browser is told to fetch nothing. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

const sentenceIn =
  (language: Language) =>
  (reason: string): string =>
    Object.hasOwn(REASONS, reason) ? REASONS[reason as Reason][language] : '';

interface Props {
  readonly language: Language;
  readonly end: DryRunEnd;
  readonly tally: Tally;
}

const Head: FC<{ readonly title: string }> = ({ title }) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <meta http-equiv="Content-Security-Policy" content={POLICY} />
    <title>{title}</title>
    <style>
      {raw(
        `${asset('css/tabulator.min.css').replace(/\/\*# sourceMappingURL.*?\*\//g, '')}${style}${STYLE}`,
      )}
    </style>
  </head>
);

const Choose: FC<{
  readonly id: string;
  readonly label: string;
  readonly all: string;
  readonly values: readonly (readonly [value: string, says: string])[];
}> = ({ id, label, all, values }) => (
  <select id={id} aria-label={label}>
    <option value="">{all}</option>
    {values.map(([value, says]) => (
      <option value={value}>{says}</option>
    ))}
  </select>
);

/** Where the script puts the table of records, and what it is searched and filtered with. */
const Records: FC<{ readonly language: Language }> = ({ language }) => {
  const texts = TEXTS[language];
  const { records, recordsNote, search, columns, clients, expedientes, all, noScript } = texts;
  const outcomes = Object.entries(texts.outcomes).filter(([outcome]) => outcome !== 'unchanged');
  const kinds = [['client', clients] as const, ['expediente', expedientes] as const];
  return (
    <>
      <h2>{records}</h2>
      <p class="soft">
        {recordsNote} <span id="shown"></span>
      </p>
      <div class="tools">
        <input id="search" type="search" placeholder={search} aria-label={search} />
        <Choose id="entity" label={columns.entity} all={all} values={kinds} />
        <Choose id="outcome" label={columns.outcome} all={all} values={outcomes} />
      </div>
      <div id="records"></div>
      <noscript>{noScript}</noscript>
    </>
  );
};

/** The script, and what it works on: texts, and the rows of the table, which are put in where their element begins. */
const Scripts: FC<{ readonly language: Language }> = ({ language }) => {
  const sentence = sentenceIn(language);
  const sentences = Object.keys(REASONS).map((reason) => [reason, sentence(reason)]);
  return (
    <>
      <script type="application/json" id="rows">
        {raw('[]')}
      </script>
      <script type="application/json" id="texts">
        {raw(inScript(TEXTS[language]))}
      </script>
      <script type="application/json" id="reasons-text">
        {raw(inScript(Object.fromEntries(sentences)))}
      </script>
      <script>
        {raw(
          asset('js/tabulator.min.js')
            .replace(/<\/script/gi, '<\\/script')
            .replace(/\/\/# sourceMappingURL.*$/gm, ''),
        )}
      </script>
      <script>{raw(SCRIPT)}</script>
    </>
  );
};

const Page: FC<Props> = ({ language, end, tally }) => {
  const texts = TEXTS[language];
  const { mode, startedAt } = end;
  const date = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Madrid',
  }).format(new Date(startedAt));
  const figures = {
    ...end,
    skipped: [...tally.skipped],
    failed: [...tally.failed],
    changedFields: [...tally.changedFields],
  };
  return (
    <html lang={language}>
      <Head title={texts.title} />
      <body>
        <main>
          <h1>{texts.title}</h1>
          <p>{texts.intro}</p>
          <p class="soft">{`${texts.mode[mode]} · ${date} · ${texts.personal}`}</p>
          <DryRunReport
            figures={figures}
            language={language}
            sentence={sentenceIn(language)}
            named={(entity, id) => `${entity} ${id}`}
          />
          <Records language={language} />
        </main>
        <Scripts language={language} />
      </body>
    </html>
  );
};

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

/** No text can hold it: what is shown is escaped. */
const ROWS = 'id="rows">[';

/** The page in pieces: the records of a large agency do not fit into memory. */
export async function* reportPage(
  end: DryRunEnd,
  tally: Tally,
  records: AsyncIterable<PlannedRecord>,
  language: Language,
): AsyncGenerator<string> {
  const page = String(await document(<Page language={language} end={end} tally={tally} />));
  const at = page.indexOf(ROWS) + ROWS.length;
  yield page.slice(0, at);
  let first = true;
  for await (const record of records) {
    yield `${first ? '' : ',\n'}${inScript(row(record))}`;
    first = false;
  }
  yield `${page.slice(at)}\n`;
}
