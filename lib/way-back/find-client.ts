import type { Link } from '../ports/links';
import { kindOf } from '../sync/client-to-clientify';
import type { Reason } from '../sync/reasons';
import { sameDocumento, trimDocumento } from '../sync/documento';
import { isLeftOut } from '../sync/eligibility';
import { RecordError } from '../sync/errors';
import { isNearDocumento } from '../sync/near-documento';
import type { GiavClient } from '../sync/records';
import type { ClientKind, Target, TargetRef } from '../sync/target';
import { moveToHeir } from '../record/heir';
import { claimHeir } from './claim-heir';
import type { CreatePorts, FoundOrCreated } from './create-ports';
import { forgetForeign } from './post-client';
import { searchGiav } from './search-giav';

type Ports = Pick<
  CreatePorts,
  'giav' | 'clientify' | 'links' | 'claims' | 'claimant' | 'config' | 'clock' | 'pending'
>;

/** Whose client in GIAV a record of Clientify without a GIAV id is: the id map is asked first, then GIAV (rules of data, section 4). */
export class FindClient {
  constructor(
    private readonly ports: Ports,
    private readonly kind: ClientKind,
    private readonly target: Target,
    private readonly ref: TargetRef,
    /** An admin asks for it. */
    private readonly redriven = false,
  ) {}

  /**
   * null: there is none, and none was there. A RecordError where a near miss forbids to create one beside it.
   * @param wanted whether a client would be made of the record
   */
  async look(wanted: boolean): Promise<FoundOrCreated | null> {
    const known = await this.ports.links.known(this.kind, this.ref.id);
    const mapped = known && (await this.byIdMap(known));
    if (mapped === 'gone' || !mapped) {
      const found = await this.byDocumento(wanted && mapped !== 'gone');
      // It had a client, which was deleted in GIAV: deletes are not undone.
      return (
        found ??
        (mapped === 'gone' && known
          ? this.skip('NOT_IN_GIAV', `GIAV client ${known.id} is gone`, known.id)
          : null)
      );
    }
    return mapped;
  }

  skip(reason: Reason, message?: string, client?: string): FoundOrCreated {
    return {
      ...(client !== undefined && { subject: { entity: 'client' as const, id: client } }),
      decision: {
        kind: this.kind,
        clientifyId: this.ref.id,
        result: { outcome: 'skipped', reason },
        message,
      },
    };
  }

  /** null: the map's word is old. */
  private async byIdMap({
    id,
    foreign,
  }: {
    id: string;
    foreign: boolean;
  }): Promise<FoundOrCreated | 'gone' | null> {
    const { giav, links, claims } = this.ports;
    if (foreign) return this.refuseForeign(id);
    const stored = await links.get('client', id);
    if (stored !== null && (stored.clientifyId !== this.ref.id || stored.kind !== this.kind))
      return null;
    const read = await giav.readClient(Number(id));
    if (read === null) return 'gone';
    const { client } = read;
    const typed = claims.keyOf(trimDocumento(this.ref.documento));
    // Without a link, the invocation that created it died before it could write one.
    const createdFrom = stored === null ? typed : stored.createdFrom;
    if (stored === null) await links.remember({ ...this.bare(id), createdFrom }, null);
    if (sameDocumento(client.documento, this.ref.documento)) return this.follow(client);
    if (createdFrom === typed && isNearDocumento(client.documento, this.ref.documento))
      return this.follow(client);
    if (createdFrom === typed && trimDocumento(client.documento) !== '')
      return this.refuseForeign(id);
    return this.skip(
      'LINK_BROKEN',
      `${this.named} belongs to GIAV client ${id}, but its gesintur_id is empty and its Documento another`,
      id,
    );
  }

  /** What GIAV gave for the create of this record is another client: a person has to look. */
  foreign(id: string): RecordError {
    const message = `GIAV answered the create of a client from ${this.named} with the id ${id}, which is another client`;
    return new RecordError(message, [], undefined, 'FOREIGN_RECORD');
  }

  private async refuseForeign(id: string): Promise<never> {
    await forgetForeign(this.ports, this.kind, this.ref.id, id);
    throw this.foreign(id);
  }

  private async byDocumento(wanted: boolean): Promise<FoundOrCreated | null> {
    const { exact, near } = await searchGiav(
      this.ports.giav,
      this.ports.config,
      this.ref.documento,
    );
    if (exact.length > 1)
      return this.skip('AMBIGUOUS_IN_GIAV', `GIAV clients ${exact.map(({ id }) => id).join(', ')}`);
    const [client] = exact;
    if (client) return this.ofSomebody(client);
    if (near.length === 0) return null;
    const message = `${this.named} beside GIAV ${near.length === 1 ? 'client' : 'clients'} ${near.map(({ id }) => id).join(', ')}: nearly the same Documento`;
    if (!wanted) return this.skip('NEAR_DOCUMENTO', message);
    throw new RecordError(message, ['taxpayer_identification_number'], undefined, 'NEAR_DOCUMENTO');
  }

  /** The client has exactly that Documento: the record is its, unless another one is. */
  private async ofSomebody(client: GiavClient): Promise<FoundOrCreated> {
    const id = String(client.id);
    const link = await this.ports.links.get('client', id);
    const { clientifyId, kind } = link ?? {};
    // A run's link to it was undone: no change here takes that up again, only GIAV or an admin does.
    if (link?.undone !== undefined && !this.redriven) return this.skip('UNDONE', undefined, id);
    if (link?.status !== 'linked' || clientifyId === undefined || kind === undefined)
      return this.follow(client);
    if (clientifyId === this.ref.id && kind === this.kind) return this.follow(client);
    if ((await this.ports.clientify.read(kind, clientifyId)) !== null) {
      const message = `The Documento belongs to ${kind} ${clientifyId}, linked to GIAV client ${id}`;
      const taken = this.skip('DOCUMENT_TAKEN', message, id);
      return kind === this.kind ? { ...taken, twinOf: link } : taken;
    }
    return kind === this.kind ? this.afterMerge(client, link) : this.follow(client);
  }

  /** The linked record is gone and this one holds its Documento, but no id: merged or not, the two meet for the first time. */
  private async afterMerge(client: GiavClient, link: Link): Promise<FoundOrCreated> {
    const { clock } = this.ports;
    const taken = await claimHeir(this.ports, link, { kind: this.kind, id: this.ref.id });
    if (taken !== null) return this.skip('DOCUMENT_TAKEN', taken, link.id);
    await moveToHeir(this.ports, link, this.target, clock.now());
    const found = this.follow(client);
    const { decision } = found;
    return {
      ...found,
      decision: { ...decision, result: { ...decision.result, notices: ['MERGED_IN_CLIENTIFY'] } },
    };
  }

  /** The other direction writes the id, and GIAV's form of the Documento. */
  private follow(client: GiavClient): FoundOrCreated {
    const id = String(client.id);
    if (kindOf(client) !== this.kind) return this.skip('KIND_CHANGED', undefined, id);
    if (isLeftOut(client, this.ports.config.disabledClients))
      return this.skip('DISABLED_CLIENT', undefined, id);
    return { ...this.skip('NOT_SYNCED_YET', undefined, id), client: id };
  }

  private get named(): string {
    return `${this.kind} ${this.ref.id}`;
  }

  private bare(id: string): Link & { readonly kind: ClientKind; readonly clientifyId: string } {
    const at = this.ports.clock.now().toISOString();
    return {
      id,
      status: 'linked',
      kind: this.kind,
      clientifyId: this.ref.id,
      modified: this.target.modified,
      at,
    };
  }
}
