const FOLDERS = [
  'rules',
  'golden',
  'properties',
  'conservation',
  'contract',
  'admin',
  'config',
  'console',
  'ports',
  'run',
  'use-cases',
  'simulation',
];
/** Tests of these folders that are not fast after all. */
const SLOW = ['contract/old-state', 'properties/lossless-put'];

const at = (root) => (where) => `${root}/test/${where}.test.ts`;
const [only, not] = [at('<rootDir>'), at('!**')];
const inFolders = FOLDERS.map((folder) => `${folder}/**/*`);

exports.FOLDERS = FOLDERS;
exports.SLOW = SLOW;
/** Globs of the tests that start no process and call nobody (test/harness/nothing-outside.cjs sees to it). */
exports.fast = [...inFolders.map(only), ...SLOW.map(not)];
/** Globs of all others; the deployment has a configuration of its own. */
exports.others = [only('**/*'), ...inFolders.map(not), ...SLOW.map(only), not('deploy/**/*')];
