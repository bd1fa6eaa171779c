import type { CrmRecord } from '../agency/data';
import type { Answer } from '../http';
import { json } from './answers';
import { STATUSES, TEXTS } from './catalogue';
import type { Collection } from './store';
import type { ClientifySwitches } from './switches';

/** As the framework answers OPTIONS: the methods of a collection or of a record. */
export function allowed(
  switches: ClientifySwitches,
  collection: Collection,
  record: boolean,
): Answer {
  const patch = switches.patch || collection === 'deals' ? ['PATCH'] : [];
  const methods = record
    ? ['GET', 'PUT', ...patch, 'DELETE', 'HEAD', 'OPTIONS']
    : ['GET', 'POST', 'HEAD', 'OPTIONS'];
  const told = { name: collection, renders: ['application/json'] };
  // What may be written is told to those who may write, of a collection only.
  const actions = switches.tellsFields &&
    !record && { actions: { POST: fieldsOf(switches, collection) } };
  return {
    ...json(200, { ...told, ...actions }),
    headers: { Allow: methods.join(', ') },
  };
}

function fieldsOf(switches: ClientifySwitches, collection: Collection): CrmRecord {
  const { createdTaken, unsubscribedWritable } = switches;
  const fields: CrmRecord = Object.fromEntries(
    TEXTS[collection].map((name) => [name, { type: 'string', read_only: false }]),
  );
  fields['created'] = { type: 'datetime', read_only: createdTaken === 'never' };
  if (collection !== 'contacts') return fields;
  fields['unsubscribed'] = { type: 'boolean', read_only: !unsubscribedWritable };
  fields['status'] = {
    type: 'choice',
    read_only: false,
    choices: STATUSES.map((value) => ({ value, display_name: value })),
  };
  return fields;
}
