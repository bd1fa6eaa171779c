// Random histories in each property of the conservation test, and the part of the cases of others that take long: npm test
// lives through more of them.
process.env.HISTORIES ??= '60';
process.env.SHARE_OF_CASES ??= '0.25';
const fast = require('./jest.fast.config.cjs');
const { together } = require('./test/fast.cjs');

/** `npm run test:fast`: rules, properties, use cases on ports in memory. */
/** @type {import('jest').Config} */
module.exports = {
  projects: together(fast, ['run', 'rules']),
  maxWorkers: 2,
  // Of no effect in the configuration of a project.
  testTimeout: 60_000,
};
