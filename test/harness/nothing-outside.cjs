const childProcess = require('node:child_process');
const net = require('node:net');

/**
 * A fast test that starts a process, or connects to another, fails and says so: it belongs to the others
 * (test/fast.cjs). A server of its own in this process is allowed: an adapter may be asked over the wire.
 */
const STARTERS = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'];
const undo = [];
const ours = new Set();

function replace(owner, name, by) {
  const original = owner[name];
  undo.push(() => (owner[name] = original));
  owner[name] = by(original);
}

const refuse = (what) => {
  throw new Error(`A fast test must not use ${what}: see test/fast.cjs`);
};

beforeAll(() => {
  for (const name of STARTERS) replace(childProcess, name, () => () => refuse(name));
  replace(
    net.Server.prototype,
    'listen',
    (listen) =>
      function (...args) {
        this.once('listening', () => ours.add(this.address()?.port));
        return listen.apply(this, args);
      },
  );
  replace(
    net.Socket.prototype,
    'connect',
    (connect) =>
      function (...args) {
        // net.connect passes its arguments as one list of what it understood.
        const [first] = Array.isArray(args[0]) ? args[0] : args;
        if (!ours.has(Number(first?.port ?? first)))
          refuse(`a socket to ${first?.host ?? first?.path ?? first}:${first?.port ?? ''}`);
        return connect.apply(this, args);
      },
  );
});

// Core modules are shared with whatever this worker runs next.
afterAll(() => {
  for (const restore of undo.splice(0)) restore();
});
