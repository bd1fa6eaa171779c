const { basename, dirname } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/** Folders of tests and projects of jest, those that take longest first. */
const ORDER = [
  'faults',
  'rules',
  'run',
  'stack',
  'simulation',
  'system',
  'browser',
  'properties',
  'security',
  'clientify',
  'use-cases',
  'contract',
];

/**
 * A long file that begins last is what all wait for in the end. The same order everywhere: jest's own knows only how long
 * files took on this machine.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path, context }) => {
      const { displayName } = context.config;
      const at = ORDER.indexOf(
        basename(path) === 'together.cjs' ? displayName.name : basename(dirname(path)),
      );
      return at < 0 ? ORDER.length : at;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }
};
