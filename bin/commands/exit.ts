/** Exit codes of all commands but doctor, which tells its worst finding. */
export const EXIT = { done: 0, failed: 1, configuration: 2 } as const;

/** A line for a person, on standard error: standard output is for the result. */
export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
