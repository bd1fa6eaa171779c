const base = require('./jest.base.cjs');

/** The deployment on an emulator of AWS: `npm run test:deploy`. */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/deploy/**/*.test.ts'],
  testTimeout: 240_000,
  maxWorkers: 1,
  // Clients of the emulator keep connections to it that end with it.
  forceExit: true,
};
