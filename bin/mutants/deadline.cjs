const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, relative } = require('node:path');

/**
 * Ends a run of Stryker at a moment (MUTANTS_UNTIL, milliseconds since 1970), with a report of the mutants that were
 * tried by then and the words that some were not. Without a moment it does nothing.
 */
class Deadline {
  static inject = ['options'];

  constructor({ jsonReporter }) {
    this.file = jsonReporter.fileName;
    this.until = Number(process.env.MUTANTS_UNTIL ?? Infinity);
    this.planned = 0;
    this.tried = [];
  }

  onMutationTestingPlanReady({ mutantPlans }) {
    this.planned = mutantPlans.length;
  }

  onMutantTested(result) {
    this.tried.push(result);
    if (Date.now() < this.until || this.tried.length >= this.planned) return;
    const files = {};
    for (const { fileName, ...mutant } of this.tried) {
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
      `\nThe time is up: ${this.tried.length} of ${this.planned} mutants were tried.\n`,
    );
    // What it started is ended by bin/mutants.
    process.exit(0);
  }
}

exports.strykerPlugins = [{ kind: 'Reporter', name: 'deadline', injectableClass: Deadline }];
