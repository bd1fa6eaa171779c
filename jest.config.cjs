// In each of its properties; other ones in each build.
process.env.HISTORIES ??= '400';

/** @type {import('jest').Config} */
module.exports = {
  projects: ['<rootDir>/jest.cloud.config.cjs', '<rootDir>/jest.fast.config.cjs'],
  // Of no effect in the configuration of a project.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/sequence.cjs',
  // The tests of the cloud wait more than they work.
  maxWorkers: 4,
  workerIdleMemoryLimit: '700MB',
};
