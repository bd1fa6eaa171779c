const { readdirSync } = require('node:fs');
const { join, relative, sep } = require('node:path');

/**
 * Folders of tests that start no process and call nobody (test/harness/nothing-outside.cjs sees to it), in what is tried
 * together.
 */
const TOGETHER = {
  run: ['run'],
  rules: [
    'rules',
    'golden',
    'properties',
    'conservation',
    'contract',
    'admin',
    'config',
    'console',
    'use-cases',
  ],
  // They take as long as one of the others: left out of `npm run test:fast`.
  simulation: ['simulation'],
};
/** Tests of these folders that are not fast after all. */
const SLOW = ['config/lint', 'contract/old-state', 'properties/lossless-put'];

const at = (root) => (where) => `${root}/test/${where}.test.ts`;
const [only, not] = [at('<rootDir>'), at('!**')];
const FOLDERS = Object.values(TOGETHER).flat();
const inFolders = FOLDERS.map((folder) => `${folder}/**/*`);

const root = join(__dirname, '..');
const isSlow = (file) => SLOW.some((slow) => file === `test/${slow}.test.ts`);

/** The test files of a folder, from the root of the repository. */
const filesOf = (folder) =>
  readdirSync(join(__dirname, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !isSlow(file))
    .sort();

/** All of them. */
exports.files = FOLDERS.flatMap(filesOf);
/** Globs of them. */
exports.fast = [...inFolders.map(only), ...SLOW.map(not)];
/** Globs of all others; the deployment has a configuration of its own. */
exports.others = [only('**/*'), ...inFolders.map(not), ...SLOW.map(only), not('deploy/**/*')];

/** A project of jest that tries these files together (test/together.cjs). */
const project = (config, name, files) => ({
  ...config,
  displayName: name,
  testMatch: ['<rootDir>/test/together.cjs'],
  globals: { TESTS: files },
});
exports.together = (config, names = Object.keys(TOGETHER)) =>
  names.map((name) => project(config, name, TOGETHER[name].flatMap(filesOf)));
/** Each of these files would load all of the CDK for itself. */
exports.stack = (config) => project(config, 'stack', filesOf('stack'));
