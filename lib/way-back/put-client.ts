import { withEdits } from '../sync/with-edits';
import type { Incidents } from '../ports/incidents';
import type { ClientEdits } from '../sync/clientify-to-giav';
import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import { intentOf, isSameVersion, sealed, writerOf, type RawClient } from '../sync/giav-record';
import type { FieldNote } from '../sync/target';
import {
  fillOrRefuse,
  lateUntil,
  notVerifiedYet,
  readAgain,
  type PutPorts,
  type ReadClient,
  type Write,
} from './put-ports';
import { lostCategories } from './verify-pending';
import { problemOf } from './write-problem';
import { WriteVerification, type Verified } from './verify-write';

export type { PutPorts, ReadClient } from './put-ports';

/**
 * `moved`: somebody changed the client since it was read; look again. Otherwise the write was verified, and `after` is the
 * client as GIAV holds it: only then may something of it be copied to Clientify.
 */
export type PutResult =
  | { readonly moved: true }
  | { readonly moved: false; readonly after: ReadClient; readonly notes: FieldNote[] };

/**
 * Writes some fields of a client and nothing else, although a PUT replaces the whole record (giav.md, P1): fills every
 * parameter from what was read, stores that a write is to be verified, looks once more that nobody touched the client,
 * writes, reads again and compares everything. What was damaged is {@link WriteVerification}'s business; what no reading has
 * shown yet is taken up again by `verifyPending`.
 */
export class ClientWriter {
  private readonly id: number;

  constructor(
    private readonly ports: PutPorts,
    private readonly before: ReadClient,
  ) {
    this.id = before.client.id;
  }

  /**
   * @throws RecordError `UNSAFE_WRITE` when something is damaged and could not be put back, `GIAV_REFUSED` when GIAV did not
   * store an intended value and keeps its own; both name the fields of the record.
   * @throws RetryableError while an earlier write is not verified (`WRITE_UNVERIFIED`), or the outcome of this one is not known.
   */
  async write(edits: ClientEdits): Promise<PutResult> {
    const { giav, unverified, clock } = this.ports;
    const categories = await giav.categoriesOf(this.id);
    const expected = withEdits(this.before.raw, edits);
    const args = this.fill(expected, categories);
    const now = clock.now();
    const write: Write = {
      ...intentOf(this.before.raw, expected),
      clientId: String(this.id),
      at: now.toISOString(),
      categories,
    };
    const { clientId, at, intended } = write;
    const before = sealed(write.before, giav.apiKey);
    const late = lateUntil(now.getTime(), giav.timeoutMs);
    const opened = await unverified.open({
      clientId,
      at,
      lateUntil: late,
      before,
      intended,
      categories: [...categories],
    });
    if (!opened) throw notVerifiedYet();
    if (!(await this.isUntouched(categories, now))) return { moved: true };
    try {
      await giav.putClient(args);
    } catch (error) {
      return this.afterError(error, write);
    }
    return this.result(
      await new WriteVerification(this.ports, write).finish(await this.readWritten(write)),
    );
  }

  /** All arguments, or a refusal that names what cannot be read back. Also shows a dry run what would happen. */
  fill(client: RawClient, categories: readonly number[]): Record<string, unknown> {
    return fillOrRefuse(this.ports, client, categories);
  }

  private read(): Promise<ReadClient> {
    return readAgain(this.ports, this.id);
  }

  /** GIAV has taken the write: a verification that cannot be made now should know that. */
  private async readWritten({ clientId, at }: Write): Promise<ReadClient> {
    try {
      return await this.read();
    } catch (error) {
      if (error instanceof RetryableError || error instanceof RecordError)
        await this.ports.unverified.keepAsApplied(clientId, at);
      throw error;
    }
  }

  /** The last look before the write, at everything that the write would replace. Without it nothing is written. */
  private async isUntouched(categories: readonly number[], since: Date): Promise<boolean> {
    const { giav, unverified, clock, log } = this.ports;
    let untouched: boolean;
    try {
      await refuseWhenHalted(this.ports);
      const now = await this.read();
      untouched =
        isSameVersion(this.before.raw, now.raw) &&
        sameIds(categories, await giav.categoriesOf(this.id));
      if (clock.now().getTime() - since.getTime() > giav.timeoutMs)
        throw new RetryableError(
          'GIAV took too long to show the client once more; nothing was written',
        );
    } catch (error) {
      await unverified.close(String(this.id), this.ports.clock.now()).catch(() => {
        log.warn('the mark of a write that was not sent stays until the next look', {
          id: this.id,
        });
      });
      throw error;
    }
    if (!untouched) await unverified.close(String(this.id), this.ports.clock.now());
    return untouched;
  }

  /** The write may have been applied although there was no answer, or a fault: read and compare, never blindly again (giav.md, A4). */
  private async afterError(error: unknown, write: Write): Promise<PutResult> {
    const { unverified } = this.ports;
    const isLost = error instanceof RetryableError && error.maybeApplied;
    if (error instanceof ConfigurationError || (error instanceof RetryableError && !isLost)) {
      await unverified.close(write.clientId, this.ports.clock.now());
      throw error;
    }
    if (!isLost && !(error instanceof RecordError)) throw error;
    const after = await this.read();
    const shown = writerOf(write, after.raw);
    const writer =
      shown === 'other' && (await lostCategories(this.ports, write)) ? 'unclear' : shown;
    if (writer === 'ours' || writer === 'damaged' || writer === 'unclear')
      return this.result(
        await new WriteVerification(this.ports, write).finish(after, writer !== 'unclear'),
      );
    // A lost write may still come true over there: it stays open until that can no longer be.
    if (error instanceof RecordError)
      await unverified.close(write.clientId, this.ports.clock.now());
    else if (writer === 'other') return { moved: true };
    throw error;
  }

  private result(verified: Verified): PutResult {
    const problem = problemOf(verified);
    if (problem) throw problem;
    const { after, notes } = verified;
    return { moved: false, after, notes };
  }
}

const sameIds = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id)) && b.every((id) => a.includes(id));

/** After damage no client is written until it was repaired, or somebody has looked. */
export async function refuseWhenHalted({
  incidents,
}: {
  readonly incidents: Pick<Incidents, 'halted'>;
}): Promise<void> {
  const halt = await incidents.halted();
  if (halt === null) return;
  if (halt.because === 'too-many')
    throw new RecordError(
      `Held since ${halt.since}: too many clients were to be written within an hour`,
      [],
      undefined,
      'WRITE_BACK_HELD',
    );
  throw new RecordError(
    `Halted since ${halt.since} because of client ${halt.clientId}`,
    [],
    undefined,
    'WRITE_BACK_HALTED',
  );
}
