import { SingleBar } from 'cli-progress';
import CliTable from 'cli-table3';
import { NewContactsNotice, Pace, ProgressTeller, progressLine } from '../../lib/admin/progress';
import { TEXTS, type Texts } from '../../lib/admin/texts';
import { spoken, type Language } from '../../lib/admin/language';
import type { Ended, Progress } from '../../lib/admin/watch-run';
import { shownStatus, type Held, type Summary } from '../../lib/ports/run';
import { OUTCOMES } from '../../lib/sync/decision';
import { byUrgency } from '../../lib/sync/urgency';
import { REASONS, type Reason } from '../../lib/sync/reasons';
import { EXIT } from './exit';
import { harmless, say, tell, tellJson } from './terminal';

/** What became of the records of a run, in the order of its columns. */
export const COUNTS = ['read', ...OUTCOMES] as const;

export interface ProgressShown {
  readonly update: (progress: Progress) => void;
  readonly stop: () => void;
}

/** A bar where somebody sits before it, else a few lines. */
export function showProgress(language: Language): ProgressShown {
  const texts = TEXTS[language];
  if (process.stderr.isTTY) return barOf(texts);
  const teller = new ProgressTeller(texts, { now: Date.now, say });
  return {
    update: (progress) => {
      teller.update(progress);
    },
    stop: () => undefined,
  };
}

function barOf(texts: Texts): ProgressShown {
  const pace = new Pace(Date.now);
  const notice = new NewContactsNotice(texts, say);
  const bar = new SingleBar({ format: '{bar} {line}', hideCursor: true, stream: process.stderr });
  bar.start(0, 0, { line: '' });
  return {
    update: (progress) => {
      notice.update(progress);
      bar.setTotal(progress.read);
      const line = harmless(progressLine(progress, pace.after(progress), texts));
      bar.update(progress.done, { line });
    },
    stop: () => {
      bar.stop();
    },
  };
}

const tableOf = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  wordWrap: boolean,
): string => {
  const table = new CliTable({ head: [...head], style: { head: [], border: [] }, wordWrap });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
};

/** The counts of a run as a table, and below it why records were skipped or failed, the most urgent first. */
export function printable(summary: Summary, language: Language): string {
  const { counts, summary: say } = TEXTS[language];
  const rowOf = (label: string, of: Summary['clients']) => [
    label,
    ...COUNTS.map((count) => of[count]),
  ];
  const rows = [rowOf(say.clients, summary.clients), rowOf(say.expedientes, summary.expedientes)];
  const reasons = Object.entries(summary.reasons)
    .sort(([a], [b]) => byUrgency(a, b))
    .map(([reason, count]) => {
      const sentence = Object.hasOwn(REASONS, reason)
        ? `  ${REASONS[reason as Reason][language]}`
        : '';
      return `${String(count).padStart(6)}  ${reason}${sentence}`;
    });
  return [tableOf(['', ...COUNTS.map((count) => counts[count])], rows, false), ...reasons].join(
    '\n',
  );
}

export function showSummary({ run, summary }: Ended, language: Language): void {
  const clientify = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)
    .map((method) => `${method} ${run[`calls_${method}`]}`)
    .join(', ');
  const calls = TEXTS[language].summary.calls(run.calls_giav, clientify);
  tell(`${printable(summary, language)}\n${calls}`);
}

/** Says why a run did not complete. */
export function sayError({ run }: Ended, language: Language): void {
  const { summary, statuses } = TEXTS[language];
  if (run.error)
    say(
      summary.ended(
        run.id,
        statuses[run.status],
        spoken(run.error.message, run.error.es, language),
      ),
    );
  if (run.held) {
    say(summary.ended(run.id, statuses[shownStatus(run)], heldLines(run.held, language).join(' ')));
    say(TEXTS[language].held.next(run.id));
  }
}

/** Why a run waits for a word of an admin. */
export function heldLines(held: Held, language: Language): string[] {
  const { held: told } = TEXTS[language];
  return [
    told.why(held.because, held),
    held.newSettings ? told.expected : told.unexpected,
    told.written(held.before.records, held.before.emptied),
  ];
}

export const exitOf = ({ run }: Ended): number => {
  if (run.status === 'completed') return EXIT.done;
  return run.error?.kind === 'configuration' ? EXIT.configuration : EXIT.failed;
};

export const print = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void => {
  tell(tableOf(head, rows, true));
};

/** One JSON value on standard output. */
export const printJson = tellJson;

/** Lines of a result, on standard output. */
export const printLines = (lines: readonly string[]): void => {
  tell(lines.join('\n'));
};
