import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Deployment } from '../lib/admin/deployment';
import { Table } from '../lib/state/table';
import { beganOf, isThere } from './holder';
import { localClients } from './stores';

const runningSchema = z.object({
  pid: z.number(),
  began: z.string().nullable(),
  dynamodb: z.string(),
  sqs: z.string(),
  tableName: z.string(),
  runQueueUrl: z.string(),
  workQueueUrl: z.string(),
  deadLetterQueueUrl: z.string(),
  runsDeadLetterQueueUrl: z.string(),
  changeQueueUrl: z.string(),
  reconcileQueueUrl: z.string(),
  webhookUrl: z.string(),
  webhookSecretId: z.string(),
  giavEndpoint: z.string(),
  clientifyBaseUrl: z.string(),
});
export type Running = z.infer<typeof runningSchema>;

const fileIn = (stateDirectory: string): string => join(stateDirectory, 'running.json');

/** Other commands on this state directory work with the cloud that is running there, until the returned function is called. */
export function announce(
  stateDirectory: string,
  running: Omit<Running, 'pid' | 'began'>,
): () => void {
  const { pid } = process;
  writeFileSync(fileIn(stateDirectory), JSON.stringify({ pid, began: beganOf(pid), ...running }));
  return () => {
    rmSync(fileIn(stateDirectory), { force: true });
  };
}

/** The cloud that `npm run dev` keeps running on this state directory; null when there is none. */
export function attach(
  stateDirectory: string,
):
  | (Deployment &
      Pick<Running, 'giavEndpoint' | 'clientifyBaseUrl'> & { readonly close: () => void })
  | null {
  const file = fileIn(stateDirectory);
  if (!existsSync(file)) return null;
  const running = runningSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  if (!running || !isThere(running)) return null;
  const { dynamodb, sqs: queues, tableName, ...urls } = running;
  const { dynamodb: client, sqs } = localClients({ dynamodb, sqs: queues });
  return {
    ...urls,
    table: new Table(client, tableName),
    sqs,
    close: () => {
      client.destroy();
      sqs.destroy();
    },
  };
}
