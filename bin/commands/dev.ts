import { join } from 'node:path';
import { adminPorts } from '../../lib/admin/deployment';
import { ids } from '../../lib/runtime/ids';
import { stopChild } from '../../local/child';
import { connectEndpoints } from '../../local/endpoints';
import { withConsole } from './console';
import { Interrupted, ending } from './ending';
import { EXIT, say } from './exit';
import { tell } from './terminal';
import { logDirectory, withCloud } from './where';

/** One line per hop: what a function says, with its ids. Metrics are no hops. */
export function hopLine(line: string): string | null {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line.trim() === '' ? null : line;
  }
  const { message } = entry;
  if (typeof message !== 'string') return null;
  const known = new Set(['message', 'level', 'timestamp', 'service', 'sampling_rate']);
  const ids = Object.entries(entry).flatMap(([name, value]) =>
    known.has(name) ? [] : [`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`],
  );
  return [new Date().toISOString(), message, ...ids].join(' ');
}

/** Keeps everything running until it is told to end: schedules, both directions, the webhook. */
export async function dev(): Promise<number> {
  const { settings, simulators, control } = await connectEndpoints(
    process.env,
    join(logDirectory(), 'simulators.log'),
  );
  const onLog = (line: string): void => {
    const hop = hopLine(line);
    if (hop !== null) say(hop);
  };
  try {
    await withCloud({ ...settings, onLog, schedules: true }, async (cloud) => {
      const url = `${cloud.webhookUrl}/${encodeURIComponent(cloud.webhookSecret)}`;
      if (control !== undefined)
        await fetch(`${control}/clientify/hooks`, { method: 'POST', body: JSON.stringify(url) });
      // Programs wait for this line: it is the same in every language.
      tell(`webhook url: ${url}`);
      // What was missed while nothing ran: a modified run, and the changes whose webhook found nobody.
      const { runs, runQueue, reconcileQueue } = adminPorts(cloud);
      if ((await runs.active()) === null)
        await runQueue.send({ v: 1, kind: 'start', mode: 'modified', runId: ids.run(new Date()) });
      await reconcileQueue.send();
      await withConsole(cloud, true, async () => {
        await ending.whenAsked();
      });
    });
  } catch (error) {
    // It is how it ends.
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    if (simulators) await stopChild(simulators);
  }
  return EXIT.done;
}
