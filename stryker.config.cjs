/** Mutants of the rules, tried on the fast tests: `npm run mutate`, docs/mutants.md. */
/** Globs of the only tests that are asked: those near a change (bin/mutants/near.ts). */
const near = process.env.MUTANTS_TESTS && JSON.parse(process.env.MUTANTS_TESTS);

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
module.exports = {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner', './bin/mutants/deadline.cjs'],
  jest: {
    configFile: 'jest.fast.config.cjs',
    config: {
      testSequencer: './bin/mutants/jest-sequencer.cjs',
      runner: './bin/mutants/jest-runner.cjs',
      ...(near && { testMatch: near }),
    },
    // bin/mutants/jest-sequencer.cjs knows better, and at once.
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  mutate: ['lib/sync/**/*.ts', 'lib/run/**/*.ts', 'lib/record/**/*.ts', 'lib/way-back/**/*.ts'],
  concurrency: 2,
  // A time-out counts as killed: a busy machine must not be taken for an endless loop.
  timeoutMS: 20_000,
  // What few tests say is not to be believed of all.
  incremental: !near,
  incrementalFile: '.build/mutants/incremental.json',
  reporters: ['clear-text', 'json', 'deadline'],
  clearTextReporter: {
    allowColor: false,
    logTests: false,
    reportTests: false,
    reportMutants: false,
  },
  jsonReporter: { fileName: '.build/mutants/report.json' },
  // Judged by bin/mutants, which knows what docs/mutants.md explains.
  thresholds: { high: 95, low: 90, break: null },
  tempDirName: '.build/mutants/sandbox',
  ignorePatterns: ['.build', 'cdk.out', '.state'],
  allowEmpty: true,
  allowConsoleColors: false,
  warnings: { slow: false },
};
