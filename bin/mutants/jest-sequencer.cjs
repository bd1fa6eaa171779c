const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/** Folders whose tests take longest, to be asked last. */
const LAST = ['contract', 'use-cases', 'properties', 'conservation'];

const namesFile = (tests) => join(tests[0].context.config.rootDir, '.names-of-tests.json');

/**
 * Stryker asks jest for tests by their names only, so jest would load every test file for each mutant. The first run,
 * of all tests, notes which file holds which names; later ones load the files that hold one of those asked for, the
 * quick ones first.
 */
module.exports = class extends Sequencer {
  constructor(options) {
    super(options);
    this.pattern = options.globalConfig.testNamePattern;
  }

  sort(tests) {
    const rank = ({ path }) => LAST.indexOf(basename(dirname(path)));
    return this.asked([...tests]).sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }

  asked(tests) {
    if (!this.pattern || tests.length === 0 || !existsSync(namesFile(tests))) return tests;
    const names = JSON.parse(readFileSync(namesFile(tests), 'utf8'));
    const wanted = new RegExp(this.pattern, 'i');
    return tests.filter(({ path }) => names[path]?.some((name) => wanted.test(name)) ?? true);
  }

  cacheResults(tests, { testResults }) {
    if (this.pattern || tests.length === 0 || existsSync(namesFile(tests))) return;
    const names = testResults.map((file) => [
      file.testFilePath,
      file.testResults.map(({ fullName }) => fullName),
    ]);
    writeFileSync(namesFile(tests), JSON.stringify(Object.fromEntries(names)));
  }
};
