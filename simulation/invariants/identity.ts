import { customValue } from '../../simulators/clientify/custom-fields';
import type { World } from '../world';

const fold = (text: unknown): string =>
  (typeof text === 'string' ? text : '').toLowerCase().replace(/[^a-z0-9]/g, '');

/** No second record for a client, on either side. */
export function judgeIdentity({ giav, clientify, watch }: World): void {
  for (const [collection, field] of [
    ['contacts', 'gesintur_id'],
    ['companies', 'gesintur_id'],
    ['deals', 'gesintur_expediente_id'],
  ] as const) {
    const seen = new Map<string, unknown>();
    for (const record of clientify.store.records[collection].values()) {
      const id = customValue(record, field);
      if (id !== '' && seen.has(id))
        watch.violated('no second record in Clientify', `${collection}: ${id}`);
      seen.set(id, record['id']);
    }
  }
  const owners = new Map<string, number>();
  for (const [id, record] of giav.clients) {
    const documento = fold(record['Documento']);
    const other = owners.get(documento);
    if (documento !== '' && other !== undefined && (giav.made.has(id) || giav.made.has(other)))
      watch.violated('no second client in GIAV', `clients ${other} and ${id}`);
    owners.set(documento, id);
  }
}
