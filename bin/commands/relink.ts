import { userInfo } from 'node:os';
import { relinkClient } from '../../lib/admin/relink';
import { ClientifyApi } from '../../lib/clientify/api';
import { withSystems, say, EXIT, type Where } from './where';

/** Gives a client the record of Clientify that a client which is gone from GIAV still holds. */
export async function relink(
  id: string,
  { json, ...where }: Where & { readonly json?: boolean },
): Promise<number> {
  const done = await withSystems(where, async ({ systems, config, admin }) => {
    const clientify = new ClientifyApi(systems.clientify, config.clientify.concurrency);
    const ports = {
      ...admin,
      giav: systems.giav,
      clientify,
      pageIndex: config.giav.pageIndex,
      now: () => new Date(),
    };
    const relinked = await relinkClient(
      { ...ports, by: process.env['USER'] ?? userInfo().username },
      id,
    );
    // The rest of the record comes with it.
    await admin.runQueue.send({ v: 1, kind: 'redrive', records: [{ entity: 'client', id }] });
    return relinked;
  });
  if (json) process.stdout.write(`${JSON.stringify(done)}\n`);
  else
    say(
      `${done.kind} ${done.clientifyId}, which was GIAV client ${done.from}'s, belongs to client ${id} now. A run that reads it was asked for.`,
    );
  return EXIT.done;
}
