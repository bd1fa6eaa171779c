import type { Log } from '../ports/log';

/** Steps that must all be taken, whatever becomes of each: what fails is logged, and thrown at the end. */
export class Steps {
  private readonly errors: Error[] = [];

  constructor(
    private readonly log: Log,
    private readonly id: number,
  ) {}

  get failed(): boolean {
    return this.errors.length > 0;
  }

  /** undefined when the step failed. */
  async take<T>(step: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      const problem = error instanceof Error ? error : new Error('unknown');
      this.errors.push(problem);
      // Names only: the words of a library may hold data.
      this.log.error('a step after an unsafe write failed', {
        id: this.id,
        step,
        error: problem.name,
      });
      return undefined;
    }
  }

  /** Throws what failed first. */
  end(): void {
    const [first] = this.errors;
    if (first) throw first;
  }

  fail(): never {
    this.end();
    throw new Error('no step failed');
  }
}
