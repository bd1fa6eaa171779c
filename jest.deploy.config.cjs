const base = require('./jest.base.cjs');

/** The deployment on an emulator of AWS: `npm run test:deploy`. */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/deploy/**/*.test.ts'],
  testTimeout: 240_000,
  // Each has an emulator of its own, and much of its time waits for it.
  maxWorkers: 2,
  globalSetup: '<rootDir>/test/deploy/install.ts',
  // Clients of the emulator keep connections to it that end with it.
  forceExit: true,
};
