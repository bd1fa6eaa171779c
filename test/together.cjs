const { join } = require('node:path');

/**
 * All tests of some folders as one file of jest: they load what they test once, and not once a file, which was half of the
 * time of short tests. Their hooks stay theirs, because each file is described on its own. One file alone: `npx jest <its path>`.
 */
for (const file of globalThis.TESTS)
  describe(file, () => {
    require(join(__dirname, '..', file));
  });
