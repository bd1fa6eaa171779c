import { SingleBar } from 'cli-progress';
import CliTable from 'cli-table3';
import { summaryRows, type Ended, type Progress } from '../../lib/admin/watch-run';
import { REASONS, byUrgency, type Reason } from '../../lib/sync/decision';
import { EXIT, say } from './where';

/** Says a notice once, and once more when its number is known. */
function noticeTeller(): (progress: Progress) => void {
  const told = new Set<string>();
  return ({ notice, phase }) => {
    const stage = phase === 'clients' ? 'so far' : 'all';
    if (notice === undefined || told.has(stage)) return;
    told.add(stage);
    say(notice);
  };
}

export function showProgress(): { update: (progress: Progress) => void; stop: () => void } {
  const tell = noticeTeller();
  if (process.stderr.isTTY) {
    const bar = new SingleBar({
      format: '{bar} {value}/{total} records · {phase}',
      hideCursor: true,
      stream: process.stderr,
    });
    bar.start(0, 0, { phase: 'preparing' });
    return {
      update: (progress) => {
        const { phase, read, done, paused } = progress;
        tell(progress);
        bar.setTotal(read);
        bar.update(done, { phase: paused === undefined ? phase : `paused: ${paused}` });
      },
      stop: () => {
        bar.stop();
      },
    };
  }
  let last = '';
  return {
    update: (progress) => {
      const { phase, read, done, paused } = progress;
      tell(progress);
      const line =
        paused === undefined
          ? `${phase}: about ${done} of the ${read} records read so far are done`
          : `paused: ${paused}`;
      if (line !== last) say(line);
      last = line;
    },
    stop: () => undefined,
  };
}

export function printSummary(summary: Ended['summary']): void {
  const [head = [], ...rows] = summaryRows(summary);
  const table = new CliTable({ head: head.map(String), style: { head: [], border: [] } });
  table.push(...rows);
  process.stdout.write(`${table.toString()}\n`);
  for (const [reason, count] of Object.entries(summary.reasons).sort(([a], [b]) =>
    byUrgency(a, b),
  )) {
    const sentence = reason in REASONS ? `  ${REASONS[reason as Reason].en}` : '';
    process.stdout.write(`${String(count).padStart(6)}  ${reason}${sentence}\n`);
  }
}

export function showSummary({ run, summary }: Ended): void {
  printSummary(summary);
  process.stdout.write(
    `Calls: GIAV ${run.calls_giav}; Clientify GET ${run.calls_GET}, POST ${run.calls_POST}, PUT ${run.calls_PUT}, PATCH ${run.calls_PATCH}, DELETE ${run.calls_DELETE}\n`,
  );
}

export const exitOf = ({ run }: Ended): number => {
  if (run.status === 'completed') return EXIT.done;
  return run.error?.kind === 'configuration' ? EXIT.configuration : EXIT.failed;
};

export const print = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void => {
  const table = new CliTable({ head: [...head], style: { head: [], border: [] }, wordWrap: true });
  table.push(...rows.map((row) => [...row]));
  process.stdout.write(`${table.toString()}\n`);
};
