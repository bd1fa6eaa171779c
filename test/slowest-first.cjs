const { basename, dirname } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/** Folders whose tests wait longest. A long file that begins last is what all wait for in the end. */
const ORDER = ['conservation', 'faults', 'system', 'properties', 'security', 'stack', 'contract'];

/** The same order everywhere: jest's own knows only how long files took on this machine, which is nothing on a fresh one. */
module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = ORDER.indexOf(basename(dirname(path)));
      return at < 0 ? ORDER.length : at;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }
};
