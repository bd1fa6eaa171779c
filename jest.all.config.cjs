const base = require('./jest.base.cjs');
const cloud = require('./jest.cloud.config.cjs');
const each = require('./jest.config.cjs');
const fast = require('./jest.fast.config.cjs');
const { stack, together } = require('./test/fast.cjs');

/** `npm test`: what jest.config.cjs tries file by file, with those together that share much of what they load. */
/** @type {import('jest').Config} */
module.exports = {
  ...each,
  projects: [
    { ...cloud, testMatch: [...cloud.testMatch, '!**/test/stack/**'] },
    ...together(fast),
    stack(base),
  ],
};
