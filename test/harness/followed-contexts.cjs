const { AsyncLocalStorage } = require('node:async_hooks');

/**
 * Node follows each AsyncLocalStorage that was ever used through every promise, and knows them beyond the test file whose
 * modules made them: a worker would become slower file by file.
 */
const used = new Set();
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
  for (const storage of used) storage.disable();
});
