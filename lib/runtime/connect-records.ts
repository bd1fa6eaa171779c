import { ClientifyApi } from '../clientify/api';
import type { ClientifyHttp } from '../clientify/http';
import { Traits } from '../clientify/traits';
import type { connectState } from './environment';

type State = Pick<
  ReturnType<typeof connectState>,
  'account' | 'filterProofs' | 'emailClaims' | 'links' | 'events' | 'meter' | 'log'
>;

/** Reads and writes of records, with all that keeps one from being taken for another. */
export function connectRecords(http: ClientifyHttp, parallel: number, state: State): ClientifyApi {
  const { account, filterProofs, emailClaims, links, events, meter, log } = state;
  return new ClientifyApi(http, parallel, {
    traits: new Traits(account),
    proofs: filterProofs,
    emailClaims,
    ownerOf: (kind, id) => links.clientOf(kind, id),
    onOverwrite: async ({ gesinturId, kind, clientifyId, fields, restored }) => {
      log.error("a create came back with somebody else's record", {
        id: gesinturId,
        kind,
        clientifyId,
        restored,
      });
      meter.add('ForeignRecords', 'Count', 1);
      await events.announce('ForeignRecord', {
        id: gesinturId,
        kind,
        clientifyId,
        fields: [...fields],
        restored,
      });
    },
  });
}
