const TestRunner = require('jest-runner').default;

/** Runs no more test files once one has failed: the mutant is dead. (jest's own `bail` would end Stryker's process.) */
module.exports = class extends TestRunner {
  runTests(tests, watcher, options) {
    this.on('test-file-success', ([, { numFailingTests }]) => {
      if (numFailingTests > 0) void watcher.setState({ interrupted: true });
    });
    return super.runTests(tests, watcher, options);
  }
};
