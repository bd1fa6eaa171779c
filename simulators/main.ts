import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateAgency } from './agency/generate';
import { ClientifySimulator } from './clientify/server';
import { control } from './control';
import { GiavSimulator } from './giav/server';
import { listen } from './http';

function readArguments() {
  return parseArgs({
    options: {
      seed: { type: 'string', default: '2026' },
      clients: { type: 'string', default: '250' },
      expedientes: { type: 'string', default: '320' },
      journal: { type: 'string' },
      wsdl: { type: 'string', default: join(__dirname, '..', 'wsdl', 'giav.wsdl') },
      'giav-key': { type: 'string', default: 'SIMULATED-GIAV-KEY' },
      'clientify-token': { type: 'string', default: 'simulated-clientify-token' },
      'giav-port': { type: 'string', default: '0' },
      'clientify-port': { type: 'string', default: '0' },
      empty: { type: 'boolean', default: false },
    },
  }).values;
}

/**
 * Both simulators as a process of their own. Prints one JSON line with their addresses, then serves until it is
 * stopped. Tests steer them by the address `control`.
 */
async function main(): Promise<void> {
  // Started by another program, which has ended: nobody needs them any more.
  process.on('disconnect', () => process.exit(0));
  const values = readArguments();
  const generated = await generateAgency({
    seed: Number(values.seed),
    clients: Number(values.clients),
    expedientes: Number(values.expedientes),
  });
  const data = {
    ...generated,
    agents: [],
    collections: [],
    ownFields: [],
    users: ['ventas@example.com', 'ana@example.com'],
    ...(values.empty && { contacts: [], companies: [] }),
  };
  const giav = await GiavSimulator.start({
    data,
    apiKey: values['giav-key'],
    wsdl: readFileSync(values.wsdl, 'utf8'),
    port: Number(values['giav-port']),
  });
  const clientify = await ClientifySimulator.start({
    data,
    token: values['clientify-token'],
    journal: values.journal,
    port: Number(values['clientify-port']),
  });
  const steering = await listen(control(giav, clientify, data));
  process.stdout.write(
    `${JSON.stringify({ giav: giav.url, clientify: clientify.url, clientifySecond: clientify.secondUrl, control: steering.url })}\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
