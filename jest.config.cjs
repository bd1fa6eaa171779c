// Histories in each property of the conservation test, and the part of the cases of other properties that take long: other
// ones in each build. All cases: SHARE_OF_CASES=1 npm test.
process.env.HISTORIES ??= '200';
process.env.SHARE_OF_CASES ??= '0.5';

/** @type {import('jest').Config} */
module.exports = {
  projects: ['<rootDir>/jest.cloud.config.cjs', '<rootDir>/jest.fast.config.cjs'],
  // Of no effect in the configuration of a project.
  testTimeout: 240_000,
  testSequencer: '<rootDir>/test/sequence.cjs',
  // The tests of the cloud wait more than they work.
  maxWorkers: 3,
  workerIdleMemoryLimit: '700MB',
};
