import type { Base } from './base';
import { hashText } from './hash';
import { CUSTOM_FIELDS } from './target';

/** What the id map knows of a linked client. */
interface LinkedOnce {
  readonly snapshot?: Pick<Base, 'clientify'>;
  /** Set while a client that was made of a record of Clientify is not linked back to it yet. */
  readonly createdFrom?: string;
}

/**
 * Whether the id of a linked client, which its record of Clientify does not show, was there before: then somebody emptied
 * it. A record that a client was just made of never had one; nor had one that survived a merge, as far as anybody knows.
 */
export function wasEmptied({ snapshot, createdFrom }: LinkedOnce): boolean {
  if (snapshot === undefined) return createdFrom === undefined;
  const shown = snapshot.clientify.fields[CUSTOM_FIELDS.gesinturId];
  return shown !== undefined && shown !== hashText('');
}
