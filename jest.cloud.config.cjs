const base = require('./jest.base.cjs');
const { others } = require('./test/fast.cjs');

/** All that is not fast: the local cloud, processes, sockets, waiting. */
/** @type {import('jest').Config} */
module.exports = {
  ...base,
  displayName: 'cloud',
  testMatch: others,
};
