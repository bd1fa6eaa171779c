/** A thread: dependency-cruiser is an ES module, which jest's own module loader cannot take in. */
const { parentPort, workerData } = require('node:worker_threads');
const config = require('../../.dependency-cruiser.cjs');

async function cruiseAll() {
  const { cruise } = await import('dependency-cruiser');
  const broken = [];
  for (const baseDir of workerData) {
    const { tsConfig, ...options } = config.options;
    const { output } = await cruise(['.'], {
      ...options,
      baseDir,
      ruleSet: { forbidden: config.forbidden },
      validate: true,
    });
    broken.push(
      output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    );
  }
  return broken;
}

cruiseAll().then((broken) => parentPort.postMessage(broken));
