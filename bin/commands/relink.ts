import { relinkClient } from '../../lib/admin/relink';
import { ClientifyApi } from '../../lib/clientify/api';
import { TEXTS } from '../../lib/admin/texts';
import { EXIT, say } from './exit';
import { printJson } from './output';
import { whoAsks, withSystems, type Asked } from './where';

/** Gives a client the record of Clientify that a client which is gone from GIAV still holds. */
export async function relink(id: string, { json, ...where }: Asked): Promise<number> {
  const done = await withSystems(where, async ({ systems, config, admin }) => {
    const clientify = new ClientifyApi(systems.clientify, config.clientify.concurrency);
    const ports = {
      ...admin,
      giav: systems.giav,
      clientify,
      pageIndex: config.giav.pageIndex,
      now: () => new Date(),
    };
    const relinked = await relinkClient({ ...ports, by: whoAsks() }, id);
    // The rest of the record comes with it.
    await admin.runQueue.send({ v: 1, kind: 'redrive', records: [{ entity: 'client', id }] });
    return relinked;
  });
  const record = `${done.kind} ${done.clientifyId}`;
  if (json) printJson(done);
  else say(TEXTS[where.language].relink.done(record, done.from, id));
  return EXIT.done;
}
