const { configureGlobal } = require('fast-check');

// A property that no mutant breaks would be tried on thousands of examples for each of them; what is wrong is nearly
// always seen among the first.
configureGlobal({ interruptAfterTimeLimit: 400 });
