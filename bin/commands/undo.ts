import { undoRun as undo, type UndoneRecord } from '../../lib/admin/undo-run';
import { TEXTS } from '../../lib/admin/texts';
import { ClientifyApi } from '../../lib/clientify/api';
import { EXIT, say } from './exit';
import { print, printJson } from './output';
import { withSystems, type Asked } from './where';

export interface UndoOptions extends Asked {
  readonly dryRun?: boolean;
}

/** Undoes what a run did in Clientify, and tells record by record what came of it. */
export async function undoRun(id: string, options: UndoOptions): Promise<number> {
  const { json, dryRun = false, ...where } = options;
  const records: UndoneRecord[] = [];
  await withSystems(where, ({ systems, config, admin }) =>
    undo(
      {
        ...admin,
        clientify: new ClientifyApi(systems.clientify, config.clientify.concurrency),
        now: () => new Date(),
      },
      id,
      { dryRun, onRecord: (record) => void records.push(record) },
    ),
  );
  if (json) printJson({ run: id, dryRun, records });
  else show(records, { dryRun, ...where });
  return EXIT.done;
}

function show(
  records: readonly UndoneRecord[],
  { dryRun, language }: { readonly dryRun: boolean } & Pick<Asked, 'language'>,
): void {
  const { undo: told, counts } = TEXTS[language];
  const shown = records.filter(({ undone, left }) => undone.length + left.length > 0);
  if (shown.length > 0)
    print(
      told.head,
      shown.map(({ entity, id, clientifyId, did, undone, left }) => [
        `${entity} ${id}`,
        clientifyId,
        counts[did],
        undone.join(', '),
        left.map(({ field, why }) => `${field}: ${told.left[why]}`).join('\n'),
      ]),
    );
  const changed = records.filter(({ undone }) => undone.length > 0).length;
  const kept = records.filter(({ left }) => left.length > 0).length;
  say((dryRun ? told.wouldBe : told.done)(changed, records.length, kept));
}
