import { ClientifyAccountApi } from '../clientify/account';
import { COLLECTION } from '../clientify/lists';
import { meetingOf } from '../config/meeting';
import type { NamedSubject } from '../ports/messages';
import { AT_ONCE, type Synced } from '../ports/synced';
import { callTimeOf } from '../sync/call-time';
import { fetcherReserveMs } from '../sync/budget';
import type { SyncOnePorts } from '../sync-one/ports';
import { syncOne } from '../sync-one/sync-one';
import type { BothSystems } from './connect-both';
import { connectRecords } from './connect-records';
import { countryCode } from '../sync/country-code';
import { wait } from './wait';

/** What a record is synced with at once: the connections of a page-fetcher and of a worker. */
export const onePorts = (
  both: BothSystems,
  documentoKey: string,
  autoSetup: boolean,
): Omit<SyncOnePorts, 'timeLeft'> => ({
  ...both,
  clientify: new ClientifyAccountApi(
    both.http,
    both.config.clientify.concurrency,
    both.filterProofs,
  ),
  records: connectRecords(both.http, both.parallel, both),
  claims: both.claimsWith(documentoKey),
  deletedInClientify: both.config.deletedInClientify,
  nearDocumento: both.config.nearDocumento,
  meeting: meetingOf(both.config),
  staysForgotten: both.config.forgotten === 'stay-away',
  recordUrl: (kind, id) => both.http.resourceUrl(`${COLLECTION[kind]}${id}/`),
  reserveMs: fetcherReserveMs(both.pacing.watchSeconds, both.giav.timeoutMs),
  countryCode,
  autoSetup,
  wait,
});

/** Syncs one record at once, in the time that its invocation has. */
export const connectOne =
  (connect: () => BothSystems, documentoKey: string, autoSetup: boolean) =>
  async (asked: NamedSubject, timeLeft: () => number): Promise<Synced> => {
    const both = connect();
    for (const system of [both.http, both.giav]) system.within(callTimeOf(timeLeft));
    const runId = `${AT_ONCE}${both.ids.run(both.clock.now())}`;
    try {
      return await syncOne({ ...onePorts(both, documentoKey, autoSetup), timeLeft }, asked, runId);
    } finally {
      both.meter.flush();
    }
  };
