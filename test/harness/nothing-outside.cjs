const childProcess = require('node:child_process');
const net = require('node:net');

/** A fast test that starts a process or opens a socket fails and says so: it belongs to the others (test/fast.cjs). */
const WATCHED = [
  [childProcess, ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']],
  [net.Socket.prototype, ['connect']],
  [net.Server.prototype, ['listen']],
];
const undo = [];

beforeAll(() => {
  for (const [owner, names] of WATCHED)
    for (const name of names) {
      const original = owner[name];
      undo.push(() => (owner[name] = original));
      owner[name] = () => {
        throw new Error(`A fast test must not use ${name}: see test/fast.cjs`);
      };
    }
});

// Core modules are shared with whatever this worker runs next.
afterAll(() => {
  for (const restore of undo.splice(0)) restore();
});
