const { basename, dirname } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/** Folders of tests, those that take longest first. */
const ORDER = [
  'conservation',
  'faults',
  'system',
  'properties',
  'security',
  'stack',
  'use-cases',
  'contract',
];

/**
 * A long file that begins last is what all wait for in the end. The same order everywhere: jest's own knows only how long
 * files took on this machine.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = ORDER.indexOf(basename(dirname(path)));
      return at < 0 ? ORDER.length : at;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }
};
