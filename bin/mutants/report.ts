import { z } from 'zod';

const position = z.object({ line: z.number(), column: z.number() });
const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().default(''),
          status: z.string(),
          location: z.object({ start: position, end: position }),
        }),
      ),
    }),
  ),
});

/** A change of the code that no test noticed. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  /** The code and what took its place, as docs/mutants.md writes them: on one line, without backticks. */
  readonly from: string;
  readonly to: string;
}

export interface FileResult {
  readonly file: string;
  /** Mutants that a test noticed. */
  readonly killed: number;
  /** Mutants for which there was no time. */
  readonly untried: number;
  readonly survivors: readonly Survivor[];
}

const LONGEST = 120;
const oneLine = (code: string): string => {
  const line = code.replace(/\s+/g, ' ').replace(/`/g, "'").trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
};

function codeAt(
  source: string,
  { start, end }: { start: z.infer<typeof position>; end: z.infer<typeof position> },
): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  // Stryker counts lines and columns from 1; the end first, for where both are on one line.
  lines[last] = (lines[last] ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return lines.join('\n');
}

const KILLED = new Set(['Killed', 'Timeout']);
const SURVIVED = new Set(['Survived', 'NoCoverage']);

/** Stryker's JSON report, file by file; mutants that do not compile, or were left out, count for nothing. */
export function readReport(text: string): FileResult[] {
  return Object.entries(reportSchema.parse(JSON.parse(text)).files).map(
    ([file, { source, mutants }]) => ({
      file,
      killed: mutants.filter(({ status }) => KILLED.has(status)).length,
      untried: mutants.filter(({ status }) => status === 'Pending').length,
      survivors: mutants
        .filter(({ status }) => SURVIVED.has(status))
        .map(({ location, replacement }) => ({
          file,
          line: location.start.line,
          from: oneLine(codeAt(source, location)),
          to: oneLine(replacement),
        })),
    }),
  );
}
