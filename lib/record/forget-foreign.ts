import type { Links } from '../ports/links';
import type { NamedRecord } from '../ports/messages';
import { RecordError } from '../sync/errors';

/**
 * A create that came back with somebody else's record is tried again. Whoever names the record has looked at both: only
 * then that other record may be linked, if it carries the id and the Documento.
 */
export async function forgetForeign(
  { links }: { readonly links: Pick<Links, 'get' | 'put'> },
  { entity, id }: NamedRecord,
  named: boolean,
): Promise<void> {
  const link = await links.get(entity, id).catch((error: unknown) => {
    // What cannot be read is told by the run.
    if (error instanceof RecordError) return null;
    throw error;
  });
  if (link?.foreign)
    await links.put(entity, {
      ...link,
      foreign: named ? undefined : { ...link.foreign, sent: '' },
    });
}
