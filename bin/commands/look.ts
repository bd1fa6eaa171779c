import { explain } from '../../lib/admin/explain';
import { readStatus, runLine, statusLines } from '../../lib/admin/status';
import type { Subject } from '../../lib/sync/decision';
import { print } from './output';
import { EXIT, onDeployment, type Where } from './where';

export async function explainRecord(entity: Subject, id: string, where: Where): Promise<number> {
  const lines = await onDeployment(where, false, (ports) => explain(ports, entity, id, new Date()));
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.done;
}

export async function status({ json, ...where }: Where & { json?: boolean }): Promise<number> {
  const state = await onDeployment(where, false, (ports) => readStatus(ports, new Date()));
  process.stdout.write(json ? `${JSON.stringify(state)}\n` : `${statusLines(state).join('\n')}\n`);
  return EXIT.done;
}

export async function runs({
  json,
  limit,
  ...where
}: Where & { json?: boolean; limit: number }): Promise<number> {
  const list = await onDeployment(where, false, async (ports) => {
    const found: ReturnType<typeof runLine>[] = [];
    for await (const run of ports.runs.recent()) {
      if (found.length === limit) break;
      found.push(runLine(run));
    }
    return found;
  });
  const total = (counts: Record<string, number> | null, name: string): number =>
    counts?.[name] ?? 0;
  const sum = (run: (typeof list)[number], name: string): number =>
    total(run.clients, name) + total(run.expedientes, name);
  if (json) process.stdout.write(`${JSON.stringify(list)}\n`);
  else
    print(
      [
        'run',
        'mode',
        'status',
        'started',
        'read',
        'created',
        'updated',
        'linked',
        'unchanged',
        'skipped',
        'failed',
      ],
      list.map((run) => [
        run.id,
        run.mode,
        run.status,
        run.startedAt,
        ...['read', 'created', 'updated', 'linked', 'unchanged', 'skipped', 'failed'].map((name) =>
          sum(run, name),
        ),
      ]),
    );
  if (!json)
    for (const run of list)
      if (run.error) process.stdout.write(`${run.id}: ${run.error.message}\n`);
  return EXIT.done;
}
