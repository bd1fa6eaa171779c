/** A thread: the configuration of eslint is an ES module, which jest's own module loader cannot take in. */
const { join } = require('node:path');
const { parentPort, workerData } = require('node:worker_threads');
const { ESLint } = require('eslint');
const { configs } = require('typescript-eslint');

async function lintAll() {
  // What needs types would read the whole program first.
  const eslint = new ESLint({
    cwd: join(__dirname, '..', '..'),
    overrideConfig: configs.disableTypeChecked,
  });
  const said = [];
  for (const { file, text } of workerData) {
    const [{ messages }] = await eslint.lintText(text, { filePath: file });
    const errors = messages.filter(({ severity }) => severity === 2);
    said.push(errors.map(({ ruleId, message }) => ruleId ?? message));
  }
  return said;
}

lintAll().then((said) => parentPort.postMessage(said));
