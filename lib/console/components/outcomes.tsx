import type { FC } from 'hono/jsx';
import type { ReportTexts } from '../../admin/dry-run-report/texts';
import type { Language } from '../../admin/language';
import type { Counts } from '../../ports/run';
import { OUTCOMES, type Outcome } from '../../sync/decision';

const WIDTH = 1000;
const HEIGHT = 18;
/** An outcome of a single record can be seen among a hundred thousand. */
const LEAST = 3;

/** A count as the figures of a dry run show it, with its thousands apart. */
export const grouped = (value: number, language: Language): string =>
  new Intl.NumberFormat(language, { useGrouping: 'always' }).format(value);

/** What becomes of a record, in its colour. */
export const OutcomeTag: FC<{ readonly outcome: Outcome; readonly says: string }> = ({
  outcome,
  says,
}) => <span class={`tag ${outcome}`}>{says}</span>;

/** The shares of all outcomes as one bar; what it shows is in the cards below. */
const Share: FC<{ readonly label: string; readonly counts: Counts }> = ({ label, counts }) => {
  const present = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  const total = present.reduce((sum, outcome) => sum + counts[outcome], 0);
  const width = (outcome: Outcome): number =>
    Math.max(LEAST, Math.round((WIDTH * counts[outcome]) / total));
  let x = 0;
  return (
    <svg
      class="share"
      role="img"
      aria-label={label}
      preserveAspectRatio="none"
      viewBox={`0 0 ${Math.max(
        WIDTH,
        present.reduce((sum, outcome) => sum + width(outcome), 0),
      )} ${HEIGHT}`}
    >
      {present.map((outcome) => {
        const at = x;
        x += width(outcome);
        return <rect class={outcome} x={at} y={0} width={width(outcome)} height={HEIGHT} />;
      })}
    </svg>
  );
};

/** How many records of one kind were read, and what would become of them. */
export const OutcomeCounts: FC<{
  readonly title: string;
  readonly counts: Counts;
  readonly language: Language;
  readonly texts: ReportTexts;
}> = ({ title, counts, language, texts }) => (
  <>
    <h2>
      {title} <span class="soft">{`· ${grouped(counts.read, language)} ${texts.read}`}</span>
    </h2>
    <Share label={title} counts={counts} />
    <div class="cards small">
      {OUTCOMES.map((outcome) => (
        <div class={`card outcome ${outcome}`} data-outcome={outcome}>
          <b>{grouped(counts[outcome], language)}</b>
          {texts.outcomes[outcome]}
          <br />
          <span>{texts.whatItMeans[outcome]}</span>
        </div>
      ))}
    </div>
  </>
);
