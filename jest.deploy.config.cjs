const config = require('./jest.config.cjs');

/** The deployment on an emulator of AWS: `npm run test:deploy`. */
module.exports = {
  ...config,
  testMatch: ['<rootDir>/test/deploy/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 240_000,
  maxWorkers: 1,
  // Clients of the emulator keep connections to it that end with it.
  forceExit: true,
};
