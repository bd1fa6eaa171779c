import type { FC } from 'hono/jsx';
import type { Summary } from '../../ports/run';
import { OUTCOMES } from '../../sync/decision';
import { byUrgency } from '../../sync/urgency';
import { Table } from '../components/parts';
import { sentenceOf, shownNumber, type View } from '../view';

/** How many records of each kind, by what becomes of them. */
export const Counts: FC<{
  readonly view: View;
  readonly summary: Summary;
  readonly label: string;
}> = ({ view, summary, label }) => {
  const { words, language } = view;
  return (
    <Table
      label={label}
      heads={['', words.counts.read, ...OUTCOMES.map((outcome) => words.counts[outcome])]}
    >
      {(['clients', 'expedientes'] as const).map((entity) => (
        <tr>
          <th scope="row">{words.summary[entity]}</th>
          {(['read', ...OUTCOMES] as const).map((count) => (
            <td class="n">{shownNumber(summary[entity][count], language)}</td>
          ))}
        </tr>
      ))}
    </Table>
  );
};

/** Why, the urgent ones first. */
export const Reasons: FC<{ readonly view: View; readonly summary: Summary }> = ({
  view,
  summary,
}) => {
  const { t, language } = view;
  const reasons = Object.entries(summary.reasons).sort(([a], [b]) => byUrgency(a, b));
  if (reasons.length === 0) return null;
  return (
    <>
      <h2>{t.runs.reasons}</h2>
      <Table label={t.runs.reasons} heads={[t.runs.times, t.waiting.code, '']}>
        {reasons.map(([reason, times]) => (
          <tr>
            <td class="n">{shownNumber(times, language)}</td>
            <td>
              <code>{reason}</code>
            </td>
            <td>{sentenceOf(reason, view)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
};
