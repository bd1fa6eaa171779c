import { WRITABLE_FIELDS } from '../sync/put-parameters';
import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';
import {
  CATEGORIES,
  categoryDifferences,
  differencesAfter,
  expectedOf,
  isAsBefore,
  isRepairable,
  repaired,
  type Difference,
  type RawClient,
} from '../sync/giav-record';
import type { FieldNote } from '../sync/target';
import { fillOrRefuse, readAgain, type PutPorts, type ReadClient, type Write } from './put-ports';
import { Steps } from './steps';

/** What a reading after a write showed, and what became of it. */
export interface Verified {
  readonly after: ReadClient;
  readonly notes: FieldNote[];
  /** Fields that are damaged and could not be put back: the way back is halted, the write stays open. */
  readonly lost: readonly string[];
  /** Fields for which GIAV keeps its old value: only the edit is missing. */
  readonly notStored: readonly string[];
  /** Whether what was damaged was to be put back: not where it cannot be told who did it. */
  readonly repairs: boolean;
}

/** What GIAV shows of a client at one moment. */
interface Shown {
  readonly read: ReadClient;
  readonly categories: readonly number[];
}

const fieldsOf = (found: readonly Difference[]): string[] => [
  ...new Set(found.map(({ field }) => field)),
];

/** Compares a client after a write with what it should be. Damage: halt, incident, alarm, repair, in this order. */
export class WriteVerification {
  private readonly id: number;

  constructor(
    private readonly ports: PutPorts,
    private readonly write: Write,
  ) {
    this.id = Number(write.clientId);
  }

  /** @param repairs false where it cannot be told who did the damage: then a human decides what is put back. */
  async finish(after: ReadClient, repairs = true): Promise<Verified> {
    const found = this.compare({
      read: after,
      categories: await this.ports.giav.categoriesOf(this.id),
    });
    const notes = found
      .filter(({ kind }) => kind === 'normalised')
      .map(({ field }) => ({ field, note: 'GIAV stored it in another way of writing' }));
    if (found.some(({ kind }) => kind === 'damage'))
      return this.damaged(after, found, notes, repairs);
    const meanwhile = found.filter(({ kind }) => kind === 'person');
    if (meanwhile.length > 0) await this.tellOfSomebody(after, meanwhile);
    await this.ports.unverified.close(this.write.clientId, this.ports.clock.now());
    return { after, notes, lost: [], notStored: [], repairs };
  }

  /** Which of the fields that were lost still are. */
  async stillDamaged(after: ReadClient, lost: readonly string[]): Promise<string[]> {
    const shown = { read: after, categories: await this.ports.giav.categoriesOf(this.id) };
    return fieldsOf(this.damageIn(shown)).filter((field) => lost.includes(field));
  }

  private compare({ read, categories }: Shown): Difference[] {
    return [
      ...differencesAfter(this.write, read.raw),
      ...categoryDifferences(this.write.categories, categories),
    ];
  }

  private damageIn(shown: Shown): Difference[] {
    return this.compare(shown).filter(({ kind }) => kind === 'damage');
  }

  /** Somebody edited at the same moment, or so it seems: nothing is put back, but an admin should know. */
  private async tellOfSomebody(after: ReadClient, found: readonly Difference[]): Promise<void> {
    const steps = new Steps(this.ports.log, this.id);
    await steps.take('incident', () => this.store(after, found, false));
    await steps.take('alarm', () => this.alarm(found, false));
    steps.end();
  }

  /** Each step is taken whatever became of the one before; what failed is told at the end. */
  private async damaged(
    after: ReadClient,
    found: readonly Difference[],
    notes: FieldNote[],
    repairs: boolean,
  ): Promise<Verified> {
    const { incidents, clock, unverified, log } = this.ports;
    const { clientId, at } = this.write;
    const damage = found.filter(({ kind }) => kind === 'damage');
    const steps = new Steps(log, this.id);
    await steps.take('halt', () => incidents.halt(clientId, clock.now(), at));
    await steps.take('incident', () => this.store(after, found, false));
    await steps.take('alarm', () => this.alarm(found, true));
    if (repairs) await steps.take('mark', () => unverified.keepAsApplied(clientId, at));
    const now = repairs
      ? await steps.take('repair', () => this.repair())
      : { read: after, categories: [] };
    // Without a reading nothing has ended: the write stays open, and is taken up again.
    if (now === undefined) return steps.fail();
    const left = repairs ? this.damageIn(now) : damage;
    const notStored = fieldsOf(left).filter(
      (field) =>
        Object.hasOwn(this.write.intended, field) && isAsBefore(field, this.write, now.read.raw),
    );
    const lost = fieldsOf(left).filter((field) => !notStored.includes(field));
    await steps.take('incident', () =>
      this.store(
        after,
        [...found, ...left.filter((one) => !found.some(({ field }) => field === one.field))],
        lost.length === 0,
      ),
    );
    const lifted = lost.length === 0 && (await this.settle(steps, fieldsOf(damage)));
    if (lost.length > 0 && !steps.failed) await unverified.keepAsDamaged(clientId, at, lost);
    await this.announce(fieldsOf(found), lost.length === 0, !lifted);
    steps.end();
    return { after: now.read, notes, lost, notStored, repairs };
  }

  /** All is as it was: the halt ends with it, unless another client was damaged in the same way. Whether it has ended. */
  private async settle(steps: Steps, fields: readonly string[]): Promise<boolean> {
    const { incidents, unverified } = this.ports;
    const { clientId, at } = this.write;
    const again = await steps.take('comparison with earlier damage', () =>
      incidents.happenedElsewhere(fields, clientId),
    );
    const lifts = !steps.failed && again === false;
    if (lifts) await incidents.lift(clientId, at);
    await unverified.close(clientId, this.ports.clock.now());
    return lifts;
  }

  private store(after: ReadClient, found: readonly Difference[], restored: boolean): Promise<void> {
    const { clientId, at, before } = this.write;
    return this.ports.incidents.add(
      clientId,
      { at, before, after: after.raw, found, restored },
      this.ports.clock.now(),
    );
  }

  private async alarm(found: readonly Difference[], halted: boolean): Promise<void> {
    const { log, meter } = this.ports;
    const fields = fieldsOf(found);
    meter.add('UnsafeWrites', 'Count', 1);
    log.error('after a write GIAV showed other differences than intended', {
      id: this.id,
      fields: fields.join(', '),
      halted,
    });
    await this.announce(fields, false, halted);
  }

  private announce(fields: string[], restored: boolean, halted: boolean): Promise<void> {
    return this.ports.events.announce('UnsafeWrite', {
      id: this.write.clientId,
      fields,
      restored,
      halted,
    });
  }

  private async look(): Promise<Shown> {
    const read = await readAgain(this.ports, this.id);
    return { read, categories: await this.ports.giav.categoriesOf(this.id) };
  }

  /**
   * Once what was meant to be; a service that loses a field twice would lose it for ever. An intended value that GIAV does not
   * store gives way to the one that was there before.
   */
  private async repair(): Promise<Shown> {
    const first = await this.putBack(await this.look(), expectedOf(this.write));
    const edits = ({ field }: Difference): boolean =>
      Object.hasOwn(this.write.intended, field) && !isAsBefore(field, this.write, first.read.raw);
    return this.putBack(first, this.write.before, edits);
  }

  private async putBack(
    shown: Shown,
    wanted: RawClient,
    which: (one: Difference) => boolean = () => true,
  ): Promise<Shown> {
    const damage = this.damageIn(shown).filter(
      (one) => which(one) && isRepairable(one, this.write),
    );
    const fields = fieldsOf(damage).filter((field) => WRITABLE_FIELDS.has(field));
    const categories = damage.some(({ field }) => field === CATEGORIES)
      ? [...new Set([...this.write.categories, ...shown.categories])]
      : shown.categories;
    if (fields.length === 0 && categories === shown.categories) return shown;
    try {
      await this.ports.giav.putClient(
        fillOrRefuse(this.ports, repaired(shown.read.raw, wanted, fields), categories),
      );
    } catch (error) {
      const known =
        error instanceof RecordError ||
        error instanceof RetryableError ||
        error instanceof ConfigurationError;
      if (!known) throw error;
      this.ports.log.error('a damaged field could not be put back', {
        id: this.id,
        error: error.message,
      });
    }
    return this.look();
  }
}
