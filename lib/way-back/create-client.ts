import { CHANGE } from '../sync/budget';
import type { NewDecision } from '../ports/decisions';
import { draftClient, isWanted, type GiavDraft, type NotCreated } from '../sync/creation';
import { plainDocumento } from '../sync/documento';
import { RecordError, RetryableError } from '../sync/errors';
import type { ClientKind, Target, TargetRef } from '../sync/target';
import type { CreatePorts, FoundOrCreated } from './create-ports';
import { FindClient } from './find-client';
import { heedHourlyBrake } from './hourly-brake';
import { postClient, type Posted } from './post-client';
import { refuseWhenHalted } from './put-client';

/** A record of Clientify without a GIAV id: found in GIAV, or created there if the settings want it (rules of data, section 4). */
export class ClientCreator {
  private readonly kind: ClientKind;
  private readonly find: FindClient;

  constructor(
    private readonly ports: CreatePorts,
    private readonly target: Target,
    private readonly ref: TargetRef,
    private readonly writes: boolean,
    redriven = false,
  ) {
    this.kind = target.kind === 'company' ? 'company' : 'contact';
    this.find = new FindClient(ports, this.kind, target, ref, redriven);
  }

  async run(): Promise<FoundOrCreated> {
    const { kind, target, ref, ports, find } = this;
    if (plainDocumento(ref.documento) === '') return find.skip('NO_DOCUMENT');
    const wanted = isWanted(kind, target, ports.config);
    const draft = draftClient(kind, target, ref.documento, ports.config, ports.countryCode);
    if (!wanted || 'refused' in draft)
      return (await find.look(wanted)) ?? this.notCreated(wanted ? draft : null);
    if (!this.writes) return (await find.look(wanted)) ?? this.dryRun(draft);
    // What the id map knows needs no claim, and must not wait for one.
    if ((await ports.links.known(kind, ref.id)) === null) return this.create(draft);
    return (await find.look(wanted)) ?? this.create(draft);
  }

  private notCreated(draft: GiavDraft | NotCreated | null): FoundOrCreated {
    if (draft === null || !('refused' in draft)) return this.find.skip('NOT_CREATED_IN_GIAV');
    const { refused, message, fields } = draft;
    if (refused === 'NOT_CREATED_IN_GIAV') return this.find.skip(refused, message);
    throw new RecordError(message, fields, undefined, refused);
  }

  private dryRun(draft: GiavDraft): FoundOrCreated {
    const { decision } = this.find.skip('DRY_RUN');
    return {
      decision: { ...decision, giav: this.sent(draft, 'dry-run'), notes: [...draft.notes] },
    };
  }

  /** Claimed first, searched for then: whoever had the claim before has left a client that can be found, or none. */
  private async create(draft: GiavDraft): Promise<FoundOrCreated> {
    const { find } = this;
    const { giav, claims, clock } = this.ports;
    const { documento } = this.ref;
    const claimant = { holder: this.ports.claimant.holder, until: clock.now() };
    const claim = (): Promise<boolean> => {
      const now = clock.now();
      claimant.until = new Date(now.getTime() + giav.timeoutMs + CHANGE.lateMs);
      return claims.claimCreation(documento, `${this.kind}-${this.ref.id}`, claimant, now);
    };
    if (!(await claim())) return this.whileHeld();
    let sent = false;
    try {
      const found = await find.look(true);
      if (found) {
        await claims.giveUp('giav', documento, claimant);
        return found;
      }
      await refuseWhenHalted(this.ports);
      await heedHourlyBrake(this.ports, `${this.kind} ${this.ref.id}`);
      // The searches may have taken longer than the claim was given for.
      if (!(await claim())) return await this.whileHeld();
      sent = true;
      const posted = await postClient(this.ports, this.kind, this.target, draft);
      await claims.created(documento, claimant, clock.now());
      if (posted.foreign) throw find.foreign(posted.id);
      return await this.done(draft, posted);
    } catch (error) {
      // While its answer may only be late, the claim keeps others, and a repeat, from creating a second one.
      const late =
        sent &&
        !(error instanceof RecordError) &&
        !(error instanceof RetryableError && !error.maybeApplied);
      if (!late) await claims.giveUp('giav', documento, claimant);
      throw error;
    }
  }

  /** What the other one creates may be found already: to be linked it needs no claim. */
  private async whileHeld(): Promise<FoundOrCreated> {
    const found = await this.find.look(false);
    if (found?.client !== undefined) return found;
    throw new RetryableError('A create of this client may still be under way', {
      scope: 'system',
      retryAfterMs: CHANGE.lateMs,
    });
  }

  private async done(draft: GiavDraft, { id, notes }: Posted): Promise<FoundOrCreated> {
    await this.ports.events.announce('ClientWrittenBack', {
      id,
      fields: Object.keys(draft.edits),
      created: true,
    });
    return {
      subject: { entity: 'client', id },
      client: id,
      decision: {
        kind: this.kind,
        clientifyId: this.ref.id,
        result: { outcome: 'created' },
        giav: this.sent(draft, 'on'),
        notes: [...draft.notes, ...notes],
      },
    };
  }

  private sent(
    { tipo, documento, edits }: GiavDraft,
    mode: 'on' | 'dry-run',
  ): NonNullable<NewDecision['giav']> {
    const changes = Object.entries<unknown>({ tipoCliente: tipo, documento, ...edits }).map(
      ([field, to]) => ({ field, to }),
    );
    return { mode, operation: 'Cliente_POST', changes, unreadable: [] };
  }
}
