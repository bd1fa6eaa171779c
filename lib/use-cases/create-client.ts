import type { ClientTypeMapping, SyncConfig } from '../config/schema';
import type { GiavClientApi } from '../giav/client';
import type { NewClient } from '../giav/put';
import type { Page } from '../giav/records';
import { PAGE_SIZE } from '../giav/requests';
import type { EventBus } from '../queue/events';
import type { NewDecision } from '../state/decisions';
import type { Incidents } from '../state/incidents';
import type { Claimant, Link, Links } from '../state/links';
import { clientMapping, kindOf } from '../sync/client-to-clientify';
import { EDITABLE } from '../sync/clientify-to-giav';
import type { Reason, Subject } from '../sync/decision';
import { sameDocumento } from '../sync/documento';
import { RecordError, RetryableError } from '../sync/errors';
import { documentoKey } from '../sync/fingerprint';
import { editsOfNew } from '../sync/merge';
import type { GiavClient } from '../sync/records';
import type { ClientKind, Target, TargetRef } from '../sync/target';
import type { Clock, Log } from './ports';
import { refuseWhenHalted } from './put-client';
import { readPages } from './read-pages';

export interface CreatePorts {
  readonly giav: GiavClientApi;
  readonly links: Links;
  readonly incidents: Incidents;
  readonly events: Pick<EventBus, 'announce'>;
  readonly config: SyncConfig;
  readonly countryCode: (text: string) => string | null;
  /** This invocation, for its claims. */
  readonly claimant: Claimant;
  readonly clock: Clock;
  readonly log: Log;
}

export interface FoundOrCreated {
  readonly subject?: { readonly entity: Subject; readonly id: string };
  /** GIAV id of the client that the record is to be linked to. */
  readonly client?: string;
  /** Of DOCUMENT_TAKEN: the link of the client whose record holds the Documento, as far as the id map knows. */
  readonly holder?: Link;
  readonly decision: Pick<NewDecision, 'result' | 'kind' | 'clientifyId' | 'giav' | 'notes'>;
}

/** Until a lost answer of a create may still come true over there. */
const LATE_MS = 15_000;

/** What a search that ignores case and punctuation takes for the same. */
const alike = (a: string, b: string): boolean => plain(a).includes(plain(b));
const plain = (documento: string): string => documento.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** A record of Clientify without a GIAV id: found in GIAV by its Documento, or created there if the setting wants it. */
export class ClientCreator {
  private readonly kind: ClientKind;

  constructor(
    private readonly ports: CreatePorts,
    private readonly target: Target,
    private readonly ref: TargetRef,
    private readonly writes: boolean,
  ) {
    this.kind = target.kind === 'company' ? 'company' : 'contact';
  }

  async run(): Promise<FoundOrCreated> {
    if (this.ref.documento === '') return this.skip('NO_DOCUMENT');
    const found = await this.search();
    if (found.length > 1) return this.skip('AMBIGUOUS_IN_GIAV');
    const [client] = found;
    return client ? this.link(client) : this.create();
  }

  private async link(client: GiavClient): Promise<FoundOrCreated> {
    if (kindOf(client) !== this.kind) return this.skip('KIND_CHANGED');
    const id = String(client.id);
    const link = await this.ports.links.get('client', id);
    if (link?.status === 'linked' && link.clientifyId !== undefined && link.clientifyId !== this.ref.id)
      return { ...this.skip('DOCUMENT_TAKEN'), holder: link };
    return { ...this.skip('NOT_SYNCED_YET'), subject: { entity: 'client', id }, client: id };
  }

  /** Every hit is compared here: the service may ignore case and punctuation, or the filter (giav.md §2.1). */
  private async search(): Promise<GiavClient[]> {
    const { giav, config } = this.ports;
    const found = new Map<number, GiavClient>();
    const { documento } = this.ref;
    const read = (pageIndex: number): Promise<Page<GiavClient>> => giav.searchClients({ pageSize: PAGE_SIZE, pageIndex }, { documento });
    for await (const answer of readPages(config.giav.pageIndex, 'clients', read)) {
      if (answer.invalid.length > 0)
        throw new RecordError('A GIAV client with this Documento cannot be read', [], undefined, 'INVALID_RECORD');
      for (const client of answer.records) if (sameDocumento(client.documento, documento)) found.set(client.id, client);
      // A short page is all there is, unless the filter was ignored: then the list goes on.
      if (answer.size < PAGE_SIZE && answer.records.every((client) => alike(client.documento, documento))) break;
    }
    return [...found.values()];
  }

  private async create(): Promise<FoundOrCreated> {
    if (!this.isWanted()) return this.skip('NOT_CREATED_IN_GIAV');
    const client = this.newClient();
    const changes = Object.entries<unknown>({ ...client }).map(([field, to]) => ({ field, to }));
    const giav = {
      mode: this.writes ? ('on' as const) : ('dry-run' as const),
      operation: 'Cliente_POST' as const,
      changes,
      unreadable: [],
    };
    if (!this.writes) return { decision: { ...this.skip('DRY_RUN').decision, giav } };
    await refuseWhenHalted(this.ports);
    const id = await this.post(client);
    const subject = { entity: 'client' as const, id: String(id) };
    const notes = await this.compare(id, client);
    await this.ports.events.announce('ClientWrittenBack', { id: subject.id, fields: Object.keys(client), created: true });
    return { subject, client: subject.id, decision: { ...this.about(), result: { outcome: 'created' }, giav, notes } };
  }

  private isWanted(): boolean {
    const { writeBack, clientTypes } = this.ports.config;
    if (writeBack.create !== 'clients') return writeBack.create === 'always';
    const mapped: string[] = [];
    for (const type of Object.values<ClientTypeMapping>(clientTypes)) mapped.push(type.status);
    const statuses: string[] = mapped.length === 0 ? ['client'] : mapped;
    return this.kind === 'contact' && statuses.includes(String(this.target.fields['status']));
  }

  /** As a merge with a client that holds nothing: the rules of the fields are the same. */
  private newClient(): NewClient {
    const { config, countryCode } = this.ports;
    const { edits } = editsOfNew(emptyClient(this.kind, this.ref.documento), this.target, clientMapping(config, countryCode));
    const missing = this.kind === 'contact' ? !edits.nombre && 'first_name' : !edits.nombreAlias && !edits.apellidos && 'name';
    if (missing) throw new RecordError(`The record has no ${missing}`, [missing], undefined, 'MISSING_FIELDS');
    return { tipoCliente: this.kind === 'company' ? 'Empresa' : 'Particular', documento: this.ref.documento, ...edits };
  }

  /** One client per Documento: a claim before, and after a lost answer a search before any repeat. */
  private async post(client: NewClient): Promise<number> {
    const { giav, links, clock } = this.ports;
    const now = clock.now();
    const until = new Date(now.getTime() + giav.timeoutMs + LATE_MS);
    const claimant = { holder: this.ports.claimant.holder, until };
    const key = documentoKey(this.ref.documento);
    const claim = await links.claimDocumento('giav', key, `${this.kind}-${this.ref.id}`, 'write-back', claimant, now);
    if (claim === 'taken')
      throw new RecordError('Another record of Clientify with this Documento is being created', [], undefined, 'DOCUMENT_TAKEN');
    if (claim === 'held')
      throw new RetryableError('A create of this client may still be under way', { scope: 'system', retryAfterMs: LATE_MS });
    try {
      const id = await giav.postClient(client);
      await links.release({ documento: ['giav', key] }, claimant);
      return id;
    } catch (error) {
      // While its answer may only be late, the claim keeps others, and a repeat, from creating a second one.
      if (!(error instanceof RetryableError && error.maybeApplied)) await links.release({ documento: ['giav', key] }, claimant);
      throw error;
    }
  }

  private async compare(id: number, sent: NewClient): Promise<{ field: string; note: string }[]> {
    const after = (await this.ports.giav.readClient(id))?.client;
    if (!after) return [{ field: 'Id', note: 'GIAV does not show the new client yet' }];
    return EDITABLE.filter((field) => sent[field] !== undefined && sent[field] !== after[field]).map((field) => ({
      field,
      note: 'GIAV stored another value',
    }));
  }

  private readonly about = (): { kind: ClientKind; clientifyId: string } => ({ kind: this.kind, clientifyId: this.ref.id });

  private skip(reason: Reason): FoundOrCreated {
    return { decision: { ...this.about(), result: { outcome: 'skipped', reason } } };
  }
}

const emptyClient = (kind: ClientKind, documento: string): GiavClient => ({
  id: 0,
  modifiedAt: null,
  tipo: kind === 'company' ? 'Empresa' : 'Particular',
  codigo: '',
  documento,
  email: '',
  apellidos: '',
  nombre: '',
  nombreAlias: '',
  direccion: '',
  telefono: '',
  movil: '',
  fax: '',
  codPostal: '',
  poblacion: '',
  provincia: '',
  pais: '',
  nombrePais: '',
  fechaNacimiento: '',
  birthday: null,
  comentarios: '',
  sedeFiscal: '',
  deshabilitado: false,
  mailingConsent: 'Pending',
  rgpdSigned: false,
});
