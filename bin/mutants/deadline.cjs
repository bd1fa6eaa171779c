const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, relative } = require('node:path');

/**
 * Ends a run of Stryker at a moment (MUTANTS_UNTIL, milliseconds since 1970), with a report in which the mutants that were
 * not tried by then are pending, and words that say so. Without a moment it does nothing.
 */
class Deadline {
  static inject = ['options'];

  constructor({ jsonReporter }) {
    this.file = jsonReporter.fileName;
    this.until = Number(process.env.MUTANTS_UNTIL ?? Infinity);
    this.untried = new Map();
    this.tried = [];
  }

  onMutationTestingPlanReady({ mutantPlans }) {
    this.untried = new Map(mutantPlans.map(({ mutant }) => [mutant.id, mutant]));
  }

  onMutantTested(result) {
    this.tried.push(result);
    this.untried.delete(result.id);
    if (Date.now() < this.until || this.untried.size === 0) return;
    const files = {};
    const pending = [...this.untried.values()].map((mutant) => ({ ...mutant, status: 'Pending' }));
    for (const { fileName, ...mutant } of [...this.tried, ...pending]) {
      const file = relative(process.cwd(), fileName);
      (files[file] ??= {
        language: 'typescript',
        source: readFileSync(fileName, 'utf8'),
        mutants: [],
      }).mutants.push(mutant);
    }
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(
      this.file,
      JSON.stringify({ schemaVersion: '1.0', thresholds: { high: 95, low: 90 }, files }),
    );
    process.stdout.write(
      `\nThe time is up: ${this.tried.length} of ${this.tried.length + pending.length} mutants were tried.\n`,
    );
    // What it started is ended by bin/mutants.
    process.exit(0);
  }
}

exports.strykerPlugins = [{ kind: 'Reporter', name: 'deadline', injectableClass: Deadline }];
