import '../../bin/text-files';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { adminPorts, type AdminPorts } from '../../lib/admin/admin-ports';
import { runSync } from '../../lib/admin/watch-run';
import { syncConfigSchema } from '../../lib/config/schema';
import { paths } from '../../lib/console/paths';
import { consolePorts } from '../../lib/runtime/console-ports';
import { stopChild } from '../../local/child';
import { startCloud } from '../../local/cloud';
import { ConsoleServer } from '../../local/console';
import { connectEndpoints } from '../../local/endpoints';
import { ROOT } from '../../local/synth';
import { launch } from '../harness/chromium';

/** Pictures of the console's pages, of the simulators' made-up agency: `npm run pictures` writes docs/console. */
const FOLDER = join(ROOT, 'docs', 'console');
const WINDOW = { width: 820, height: 500 };
/** Pictures are part of every clone. */
const MOST_BYTES = 80 * 1024;
/** As a deployment has one. */
const ADDRESS = 'https://abc123.execute-api.eu-west-1.amazonaws.com/clientify';
/** A client of the made-up agency whose record was in Clientify before. */
const CLIENT = '40042';

/** Clientify refuses some records, so that something waits for a person. */
const refuseSome = (control: string): Promise<unknown> =>
  fetch(`${control}/clientify/faults`, {
    method: 'POST',
    body: JSON.stringify([
      {
        when: 'before',
        match: 'POST /v1/contacts/',
        kind: 'status',
        status: 400,
        message: '{"first_name":["Este campo no es válido."]}',
        times: 4,
      },
    ]),
  });

const switchOn = (control: string, switches: object): Promise<unknown> =>
  fetch(`${control}/clientify/switches`, { method: 'PATCH', body: JSON.stringify(switches) });

async function take(page: Page, name: string): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new Error(`${name}.png has ${size} bytes`);
  process.stdout.write(`${name}.png ${size}\n`);
}

async function takeAll(page: Page, origin: string, { runs }: AdminPorts): Promise<void> {
  const open = (path: string) => page.goto(`${origin}${path}`);
  await take(page, 'hoy');
  await open(paths.waiting);
  await take(page, 'por-resolver');
  await open(paths.group('failed', 'CLIENTIFY_REFUSED'));
  await take(page, 'fallidos');
  await page.getByRole('button', { name: 'Reintentar todos' }).click();
  await page.getByText('relanzados').waitFor();
  await take(page, 'reintentado');
  await open(paths.record('client', CLIENT));
  await take(page, 'ficha');
  await open(paths.runs);
  await take(page, 'ejecuciones');
  const full = await runs.lastFull();
  await open(paths.run(full?.id ?? ''));
  await take(page, 'ejecucion');
  await open(paths.runs);
  await page.getByRole('button', { name: 'Simulacro de una completa' }).click();
  await page.locator('#fields, #reasons').first().waitFor();
  await page.locator('.share').first().scrollIntoViewIfNeeded();
  await take(page, 'simulacro');
  await open(paths.connection);
  await page.getByRole('button', { name: 'Ocupar los huecos' }).click();
  await page.getByText('Los dos huecos son nuestros').waitFor();
  await open(paths.connection);
  await page.locator('.tag').first().scrollIntoViewIfNeeded();
  await take(page, 'conexion');
  await page.getByRole('button', { name: 'Revisión rápida' }).click();
  await page.getByText(/\d+ bien/).waitFor();
  await take(page, 'revision');
  await open(paths.settings);
  await take(page, 'ajustes');
  await open(paths.activity);
  await take(page, 'actividad');
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'giav-clientify-pictures-'));
  mkdirSync(FOLDER, { recursive: true });
  const { settings, simulators, control } = await connectEndpoints(
    { STATE_DIR: directory },
    join(directory, 'simulators.log'),
  );
  const browser = await launch();
  try {
    const document = { writeBack: { mode: 'dry-run' } } as const;
    const cloud = await startCloud({ ...settings, configText: JSON.stringify(document) });
    await refuseSome(control ?? '');
    // This machine has no public address that Clientify would call.
    await switchOn(control ?? '', { anyTarget: true });
    await runSync(adminPorts(cloud), 'full', () => undefined);
    const config = syncConfigSchema.parse(document);
    const ports = consolePorts(adminPorts(cloud), {
      config: () => Promise.resolve(config),
      webhookUrl: ADDRESS,
      onError: (error) => {
        throw error;
      },
    });
    const server = await new ConsoleServer().start({ id: 'ana', role: 'admin' }, ports);
    const page = await browser.newPage({ viewport: WINDOW });
    await page.goto(server.url);
    await takeAll(page, new URL(server.url).origin, adminPorts(cloud));
    await server.stop();
    await cloud.stop();
  } finally {
    await browser.close();
    if (simulators) await stopChild(simulators);
    rmSync(directory, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exit(1);
});
