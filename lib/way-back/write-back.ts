import { customFieldsBy } from '../sync/fields/chosen';
import { moveToHeir } from '../record/heir';
import { twinMet } from '../record/status';
import type { Change } from '../ports/messages';
import type { Link } from '../ports/links';
import { ourAddress } from '../sync/address';
import { changedSince, viewOfTarget } from '../sync/base';
import type { Reason } from '../sync/reasons';
import { sameDocumento, trimDocumento } from '../sync/documento';
import { refOf, type Target, type TargetRef } from '../sync/target';
import { bringTogether, verifyEarlierWrite } from './bring-together';
import { claimHeir } from './claim-heir';
import { ChangeWork, type WriteBackPorts, type WrittenBack } from './change-work';
import { ClientCreator } from './create-client';
import { heirsOf } from './merged-away';

/** Takes one change in Clientify back to GIAV: reads both sides afresh, merges, writes to each what it lacks. */
export class WriteBack {
  private readonly work: ChangeWork;
  private readonly ports: WriteBackPorts;

  constructor(
    ports: WriteBackPorts,
    private readonly change: Change,
  ) {
    this.ports = ports;
    this.work = new ChangeWork(ports, change);
  }

  /** What a failure is about: the GIAV client once it is known. */
  get subject(): ChangeWork['subject'] {
    return this.work.subject;
  }

  async run(): Promise<WrittenBack> {
    const { clientify, links } = this.ports;
    const mapped = await links.known(this.change.of, this.change.id);
    if (this.work.meeting.wayBack === 'off')
      return this.change.choices !== undefined && mapped?.foreign === false
        ? this.chosenWhileOff(mapped.id)
        : this.switchedOff(mapped?.id);
    const target = await clientify.read(this.change.of, this.change.id);
    if (target === null) return this.gone(mapped?.foreign === false ? mapped.id : null);
    await this.learnLabel(target);
    const ref = refOf(target);
    // The id map is asked first: a record that it knows is that client's, whatever somebody typed into its id field.
    if (mapped?.foreign === false) return this.known(mapped.id, target, ref);
    if (ref.gesinturId === '') return this.unlinked(target, ref);
    if (!isGiavId(ref.gesinturId)) return this.work.skip('LINK_BROKEN');
    this.work.subject = { entity: 'client', id: ref.gesinturId };
    const link = await links.get('client', ref.gesinturId);
    if (link?.clientifyId === undefined || link.kind === undefined) return this.syncFirst();
    return this.survivor(link, target);
  }

  /** The API tells a status by its code, a webhook by its name: doctor shows both side by side. */
  private async learnLabel({ fields }: Target): Promise<void> {
    const { label } = this.change;
    const code = fields['status'];
    if (label === undefined || typeof code !== 'string' || code === '' || code === label) return;
    await this.ports.account.learnLabel({ code, label });
  }

  /** A write that was made while it was on is verified all the same: until then runs copy nothing of that client. */
  private async switchedOff(id: string | undefined): Promise<null> {
    const link = id === undefined ? null : await this.ports.links.get('client', id);
    if (link) await verifyEarlierWrite(this.work, link);
    return null;
  }

  /** GIAV's value may be chosen while nothing is written to GIAV: Clientify gets it, and GIAV stays as it is. */
  private async chosenWhileOff(id: string): Promise<WrittenBack> {
    const link = await this.ports.links.get('client', id);
    const isTheirs = link?.clientifyId === this.change.id && link.kind === this.change.of;
    if (!isTheirs || link.snapshot === undefined) return this.switchedOff(id);
    const target = await this.ports.clientify.read(this.change.of, this.change.id);
    if (target === null) return this.switchedOff(id);
    this.work.subject = { entity: 'client', id };
    const { gesinturId } = refOf(target);
    if (gesinturId !== '' && gesinturId !== id) return this.switchedOff(id);
    if (link.undone !== undefined && link.unverified !== true) return this.work.skip('UNDONE');
    return bringTogether(this.work, target, { ...link, snapshot: link.snapshot });
  }

  /** Deletes are never carried over; one that was a merge is told with the record that survived. */
  private async gone(mapped: string | null): Promise<WrittenBack> {
    if (mapped === null) return null;
    this.work.subject = { entity: 'client', id: mapped };
    const link = await this.ports.links.get('client', mapped);
    // It has another record by now.
    if (link?.clientifyId !== this.change.id) return null;
    // What our last write did to GIAV is looked at whatever became of the record here.
    await verifyEarlierWrite(this.work, link);
    const heirs = await heirsOf(this.ports, this.change.of, this.change.id, mapped);
    const told = this.work.skip('CLIENTIFY_RECORD_GONE');
    if (heirs === null) return told;
    // A run links by the ordinary rule.
    if (heirs.linkable) await this.syncFromGiav(mapped);
    return withNotice({ ...told, message: heirs.message }, 'MERGED_IN_CLIENTIFY');
  }

  private async known(id: string, target: Target, ref: TargetRef): Promise<WrittenBack> {
    this.work.subject = { entity: 'client', id };
    const link = await this.ports.links.get('client', id);
    // We have just created that client: the other direction writes its id here, and GIAV's form of the Documento.
    if (ref.gesinturId === '' && (link === null || link.createdFrom !== undefined))
      return this.unlinked(target, ref);
    // The id map moved on to another record, or the client was erased.
    if (link?.clientifyId !== target.id || link.kind !== target.kind)
      return link?.clientifyId === undefined ? this.syncFirst() : this.survivor(link, target);
    if (ref.gesinturId !== '' && ref.gesinturId !== id) {
      await verifyEarlierWrite(this.work, link);
      return this.work.refuse('LINK_BROKEN');
    }
    // Whoever chooses a value of one field does not ask for what was undone of the others.
    const { source, choices } = this.change;
    const isTakenUp = source === 'redrive' && choices === undefined;
    if (link.undone !== undefined && link.unverified !== true && !isTakenUp)
      return this.work.skip('UNDONE');
    if (link.snapshot === undefined) return this.syncFirst();
    if (ref.gesinturId === id && link.unverified !== true && this.isEcho(target, link))
      return this.seen(target, link);
    return bringTogether(this.work, target, { ...link, snapshot: link.snapshot });
  }

  /** Our own write, or a field that is none of ours: told by its content, so no loop can start. */
  private isEcho(target: Target, { snapshot, modified, documentoKey, ownWrites }: Link): boolean {
    const asked =
      this.change.source === 'run' || this.change.source === 'redrive' || modified === null;
    // A write whose end nobody noted wants a look at both sides.
    if (asked || snapshot === undefined || ownWrites !== undefined) return false;
    if (
      documentoKey !== undefined &&
      documentoKey !== this.ports.claims.keyOf(refOf(target).documento)
    )
      return false;
    const ours = ourAddress(target.addresses, null, snapshot);
    return (
      changedSince(
        viewOfTarget(target, customFieldsBy(this.ports.config)[target.kind], ours),
        snapshot.clientify,
      ).length === 0
    );
  }

  private async seen(target: Target, link: Link): Promise<null> {
    if (link.modified !== target.modified)
      await this.ports.links.replace('client', { ...link, modified: target.modified }, link);
    return null;
  }

  /**
   * A record that carries a client's id or Documento while the id map names another one. Is that one gone, this is the
   * client's, and what the lost one showed is the base where it was merged into this one (rules of data, section 4).
   */
  private async survivor(link: Link, target: Target): Promise<WrittenBack> {
    const { clientify, clock } = this.ports;
    if (link.kind === 'deal' || link.kind === undefined || link.clientifyId === undefined)
      return this.syncFirst();
    const before = await clientify.read(link.kind, link.clientifyId);
    // A copy: the client's own record is still there, and nothing of it changes.
    if (before !== null) return this.work.skip('AMBIGUOUS_ID');
    if (link.kind !== target.kind) return this.work.skip('KIND_CHANGED');
    if (await this.rests(link.id)) return this.work.skip('UNDONE');
    if (!(await this.isTheirs(link, target))) return this.work.skip('LINK_BROKEN');
    const taken = await claimHeir(this.ports, link, { kind: link.kind, id: target.id });
    if (taken !== null) return { ...this.work.skip('DOCUMENT_TAKEN'), message: taken };
    const heir = await moveToHeir(this.ports, link, target, clock.now());
    const { snapshot } = heir;
    if (snapshot === undefined) return this.syncFirst();
    const done = await bringTogether(this.work, target, { ...heir, snapshot });
    return withNotice(done ?? this.work.told('unchanged'), 'MERGED_IN_CLIENTIFY');
  }

  /** An id alone may be a slip: the survivor of a merge has exactly the client's Documento. */
  private async isTheirs(link: Link, target: Target): Promise<boolean> {
    const { documento } = refOf(target);
    if (link.documentoKey !== undefined)
      return link.documentoKey === this.ports.claims.keyOf(trimDocumento(documento));
    const read = await this.ports.giav.readClient(Number(link.id));
    return read !== null && sameDocumento(documento, read.client.documento);
  }

  private async unlinked(target: Target, ref: TargetRef): Promise<WrittenBack> {
    const redriven = this.change.source === 'redrive';
    const found = await new ClientCreator(this.ports, target, ref, this.work.on, redriven).run();
    if (found.subject) this.work.subject = found.subject;
    if (found.client !== undefined) await this.syncFromGiav(found.client);
    if (found.twinOf) await twinMet(this.ports, found.twinOf, ref.id);
    return { ...this.subject, ...found.decision };
  }

  /** The other direction links and takes the first common state. */
  private async syncFirst(): Promise<WrittenBack> {
    // Before the first full run is done, all that is to be synced is on its way anyway.
    if ((await this.ports.watermarks.get()) !== null) await this.syncFromGiav(this.subject.id);
    return this.work.skip('NOT_SYNCED_YET');
  }

  /** A run's work on it was undone, and no admin asks for it: it is left alone until GIAV changes. */
  private async rests(id: string): Promise<boolean> {
    if (this.change.source === 'redrive') return false;
    return (await this.ports.links.get('client', id))?.undone !== undefined;
  }

  private async syncFromGiav(id: string): Promise<void> {
    // The run would be a re-drive, and that lifts an undo: only an admin asks for it.
    if (await this.rests(id)) return;
    await this.ports.runQueue.send({ v: 1, kind: 'redrive', records: [{ entity: 'client', id }] });
  }
}

/** What can be an id of GIAV: a positive 32-bit integer. */
const isGiavId = (text: string): boolean => /^[1-9]\d{0,9}$/.test(text);

const withNotice = (done: NonNullable<WrittenBack>, notice: Reason): NonNullable<WrittenBack> => ({
  ...done,
  result: { ...done.result, notices: [...(done.result.notices ?? []), notice] },
});
