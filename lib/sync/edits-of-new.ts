import { sidesOf } from './base';
import { mapClient, type ClientMappingSettings } from './client-to-clientify';
import type { ClientEdits } from './clientify-to-giav';
import { mergeEdits, notesOf, type MergeSettings } from './merge';
import type { GiavClient } from './records';
import { settle } from './settle';
import type { FieldNote, Target } from './target';

/** What a record of Clientify makes of a client that holds nothing yet: the rules of the fields are the same. */
export function editsOfNew(
  empty: GiavClient,
  target: Target,
  settings: ClientMappingSettings,
): { edits: ClientEdits; client: GiavClient; notes: FieldNote[] } {
  const rules: MergeSettings = {
    ...settings,
    wayBack: 'on',
    winner: 'clientify',
    clears: 'never',
    putBackAll: false,
  };
  const desired = mapClient(empty, rules).desired;
  const nothing = {
    ...desired,
    fields: Object.fromEntries(Object.entries(desired.fields).map(([name]) => [name, ''])),
    plain: undefined,
  };
  const sides = sidesOf(nothing, target, null);
  const settled = settle(sides, null, rules);
  const merged = mergeEdits(empty, sides, settled, rules);
  return { edits: merged.edits, client: merged.client, notes: notesOf(settled, merged) };
}
