const { AsyncLocalStorage } = require('node:async_hooks');

/**
 * Node follows each AsyncLocalStorage that was ever used through every promise, and knows them beyond the test file whose
 * modules made them: a worker would become slower file by file. They are let go when the next file begins: a file's own
 * `afterAll` comes after ours, and still ends what goes on in them.
 */
const BEFORE = Symbol.for('used by the test file before this one');
for (const storage of AsyncLocalStorage[BEFORE] ?? []) storage.disable();
const used = (AsyncLocalStorage[BEFORE] = new Set());
const { run, enterWith } = AsyncLocalStorage.prototype;

beforeAll(() => {
  AsyncLocalStorage.prototype.run = function (...args) {
    used.add(this);
    return run.apply(this, args);
  };
  AsyncLocalStorage.prototype.enterWith = function (...args) {
    used.add(this);
    return enterWith.apply(this, args);
  };
});

afterAll(() => {
  Object.assign(AsyncLocalStorage.prototype, { run, enterWith });
});
