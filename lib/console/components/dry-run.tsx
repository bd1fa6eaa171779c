import type { Child, FC } from 'hono/jsx';
import { TEXTS, type ReportTexts } from '../../admin/dry-run-report/texts';
import type { Language } from '../../admin/language';
import type { Held, Summary } from '../../ports/run';
import type { Entity } from '../../sync/decision';
import { MAILS_NOTICE, isSurprising } from '../../sync/first-run';
import { REASONS, WAITS_FOR_CLIENTIFY, type Reason } from '../../sync/reasons';
import { byUrgency } from '../../sync/urgency';
import { OutcomeCounts, OutcomeTag, grouped } from './outcomes';
import { Table } from './parts';
import { Brake } from './planned';

type Times = readonly (readonly [name: string, times: number])[];

/** What a dry run adds up to: the same in the file that a command writes and on the page of the console. */
export interface DryRunFigures {
  readonly summary: Summary;
  readonly skipped: Times;
  readonly failed: Times;
  /** Fields of records that exist, and in how many of them they would change. */
  readonly changedFields: Times;
  readonly missingFields: readonly string[];
  readonly newContacts: number;
  /** Records came again on another page: the lists moved while they were read. */
  readonly moved: boolean;
  /** null: it was not counted. */
  readonly brake: { readonly held: Held | null; readonly planned: Held['planned'] } | null;
}

interface Props {
  readonly figures: DryRunFigures;
  readonly language: Language;
  /** The sentence of a reason; empty where there is none. */
  readonly sentence: (reason: string) => string;
  /** How a record is named: by a link, where there is a page to lead to. */
  readonly named: (entity: Entity, id: string) => Child;
}
type Part = FC<Props & { readonly texts: ReportTexts }>;

const isReason = (text: string): text is Reason => Object.hasOwn(REASONS, text);

const Notices: Part = ({ figures, language, texts }) => {
  const { newContacts, missingFields, moved } = figures;
  const notices = [
    ...(isSurprising(newContacts, true) ? [MAILS_NOTICE[language](newContacts)] : []),
    ...(missingFields.length > 0 ? [`${texts.missingFields} ${missingFields.join(', ')}`] : []),
    ...(moved ? [texts.moved] : []),
  ];
  return (
    <>
      {notices.map((text) => (
        <p class="notice warning">{text}</p>
      ))}
    </>
  );
};

const Row: FC<{
  readonly language: Language;
  readonly times: number;
  readonly says: string;
  readonly children?: Child;
}> = ({ language, times, says, children }) => (
  <tr>
    <td class="n">{grouped(times, language)}</td>
    <th scope="row">{children}</th>
    <td class="wide">{says}</td>
  </tr>
);

const Reasons: Part = ({ figures, language, texts, sentence }) => {
  const rows = [...figures.skipped, ...figures.failed].sort((a, b) => b[1] - a[1]);
  if (rows.length === 0)
    return (
      <>
        <h2>{texts.skippedWhy}</h2>
        <p>{texts.nothingSkipped}</p>
      </>
    );
  const { columns, times: head } = texts;
  return (
    <>
      <h2>{texts.skippedWhy}</h2>
      <p class="soft">{texts.conflictsNote}</p>
      <Table label={texts.skippedWhy} heads={[head, columns.reason, '']} id="reasons">
        {rows.map(([reason, times]) => (
          <Row language={language} times={times} says={sentence(reason)}>
            <code>{reason}</code>{' '}
            {isReason(reason) && WAITS_FOR_CLIENTIFY.has(reason) ? (
              <OutcomeTag outcome="failed" says={texts.conflicts} />
            ) : null}
          </Row>
        ))}
      </Table>
    </>
  );
};

/** What is kept, parked, put back or opted out: told of records whatever becomes of them. */
const Told: Part = ({ figures, language, texts, sentence }) => {
  const known = new Map([...figures.skipped, ...figures.failed]);
  const rows = Object.entries(figures.summary.reasons)
    .sort(([a], [b]) => byUrgency(a, b))
    .map(([reason, times]) => [reason, times - (known.get(reason) ?? 0)] as const)
    .filter(([reason, more]) => isReason(reason) && more > 0);
  if (rows.length === 0) return null;
  const { columns, times: head, told } = texts;
  return (
    <>
      <h2>{told}</h2>
      <Table label={told} heads={[head, columns.reason, '']} id="notices">
        {rows.map(([reason, more]) => (
          <Row language={language} times={more} says={sentence(reason)}>
            <code>{reason}</code>
          </Row>
        ))}
      </Table>
    </>
  );
};

const Unmapped: Part = ({ figures, language, texts }) => {
  const rows = Object.entries(figures.summary.reasons).flatMap(([name, times]) => {
    const [kind = '', value = ''] = name.split(/:(.*)/s);
    const meaning = texts.unmappedKinds[kind];
    return meaning === undefined ? [] : [{ value, times, meaning }];
  });
  if (rows.length === 0) return null;
  const { unmapped, times: head, value: valueHead } = texts;
  return (
    <>
      <h3>{unmapped}</h3>
      <Table label={unmapped} heads={[head, valueHead, '']} id="unmapped">
        {rows.map(({ value, times, meaning }) => (
          <Row language={language} times={times} says={meaning}>
            <b>{value}</b>
          </Row>
        ))}
      </Table>
    </>
  );
};

/** In how many records each field would change, as a bar beside the number. */
const Fields: Part = ({ figures, language, texts }) => {
  const sorted = [...figures.changedFields].sort((a, b) => b[1] - a[1]);
  const most = sorted[0]?.[1] ?? 0;
  const { changedFields, nothingChanged, changedFieldsNote, field: head, times: count } = texts;
  if (most === 0)
    return (
      <>
        <h2>{changedFields}</h2>
        <p>{nothingChanged}</p>
      </>
    );
  return (
    <>
      <h2>{changedFields}</h2>
      <p class="soft">{changedFieldsNote}</p>
      <Table label={changedFields} heads={[head, count, '']} id="fields">
        {sorted.map(([field, times]) => (
          <tr>
            <th scope="row">
              <code>{field}</code>
            </th>
            <td class="n">{grouped(times, language)}</td>
            <td class="half">
              <svg
                viewBox="0 0 100 12"
                preserveAspectRatio="none"
                class="bar-of"
                aria-hidden="true"
              >
                <rect class="meter" width={Math.max(1, (100 * times) / most)} height={12} />
              </svg>
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
};

/** All that a dry run adds up to, before its records one by one. */
export const DryRunReport: FC<Props> = (props) => {
  const { figures, language, named } = props;
  const { summary, brake } = figures;
  const texts = TEXTS[language];
  const given = { ...props, texts };
  return (
    <>
      <Notices {...given} />
      {brake === null ? null : <Brake language={language} brake={brake} named={named} />}
      {(['clients', 'expedientes'] as const).map((kind) => (
        <OutcomeCounts
          title={texts[kind]}
          counts={summary[kind]}
          language={language}
          texts={texts}
        />
      ))}
      <Reasons {...given} />
      <Told {...given} />
      <Unmapped {...given} />
      <Fields {...given} />
    </>
  );
};
