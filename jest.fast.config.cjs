const base = require('./jest.base.cjs');
const { fast } = require('./test/fast.cjs');

// Random histories of the conservation test, for a file that is tried alone; `npm test` says its own (jest.config.cjs, which is read first).
process.env.HISTORIES ??= '500';

/** No process, nobody called, no waiting: `npm run test:fast`, and what mutants are tried on. */
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  displayName: 'fast',
  testMatch: fast,
  setupFilesAfterEnv: [
    ...base.setupFilesAfterEnv,
    '<rootDir>/test/harness/nothing-outside.cjs',
    ...(process.env.STRYKER_MUTATOR_WORKER === undefined
      ? []
      : ['<rootDir>/test/harness/under-mutation.cjs']),
  ],
  testTimeout: 20_000,
};
