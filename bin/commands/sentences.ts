import type { Texts } from '../../lib/admin/texts';
import { saidOf } from '../../lib/sync/errors';
import { FolderInUse, PortInUse, ServicesGone } from '../../local/refusals';

/** What a person is told of an error: what is the matter and what to do. */
export function sentenceOf(error: unknown, { language, local }: Texts): string {
  if (error instanceof FolderInUse)
    return local.folderInUse(error.folder, error.command.words, error.command.pid);
  if (error instanceof PortInUse) return local.portInUse(error.port);
  if (error instanceof ServicesGone) return local.servicesGone(error.logFile);
  return saidOf(error)[language];
}
