import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/stack/made-once';

const BUILD = join(ROOT, '.build');
mkdirSync(BUILD, { recursive: true });
const folder = mkdtempSync(join(BUILD, 'contexts-'));
const write = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text);
};

/** A file that ends what it began only when it is over, as one does that stops its servers. */
const FIRST = `
  const { AsyncLocalStorage } = require('node:async_hooks');
  const storage = new AsyncLocalStorage();
  const { disable } = storage;
  AsyncLocalStorage.letGo = 0;
  storage.disable = function () { AsyncLocalStorage.letGo += 1; return disable.call(this); };
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  let going;
  beforeAll(() => { going = storage.run('mine', async () => { await ended; return storage.getStore(); }); });
  afterAll(async () => { end(); expect(await going).toBe('mine'); });
  it('begins', () => expect(AsyncLocalStorage.letGo).toBe(0));
`;
const SECOND = `
  const { AsyncLocalStorage } = require('node:async_hooks');
  it('is not slowed down by it', () => expect(AsyncLocalStorage.letGo).toBe(1));
`;

describe('what Node follows through every promise', () => {
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is there until a test file has ended, and gone in the next one', () => {
    write('a.test.js', FIRST);
    write('b.test.js', SECOND);
    write(
      'sequence.cjs',
      `const Sequencer = require('@jest/test-sequencer').default;
       module.exports = class extends Sequencer { sort(tests) { return [...tests].sort((a, b) => (a.path < b.path ? -1 : 1)); } };`,
    );
    write(
      'jest.config.cjs',
      `module.exports = {
         rootDir: ${JSON.stringify(folder)},
         testSequencer: '<rootDir>/sequence.cjs',
         setupFilesAfterEnv: [${JSON.stringify(join(ROOT, 'test/harness/followed-contexts.cjs'))}],
       };`,
    );
    const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
    const { stderr } = spawnSync(
      process.execPath,
      [jest, '--runInBand', '--config', join(folder, 'jest.config.cjs')],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect(stderr).toContain('Tests:       2 passed, 2 total');
    expect(stderr).toContain('Test Suites: 2 passed, 2 total');
  });
});
