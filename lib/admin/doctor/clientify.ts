import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION, readAll, readPage } from '../../clientify/lists';
import { parseTarget } from '../../clientify/records';
import { refOf, idFieldOf, type Target, type TargetKind, type TargetRef } from '../../sync/target';
import { checkAccess, missingCustomFields, readPipeline } from '../../clientify/setup';
import type { SyncConfig } from '../../config/schema';
import type { StatusLabel } from '../../ports/account';
import { RecordError } from '../../sync/errors';
import { hashText } from '../../sync/hash';
import { counted, error, ok, warning, type Finding, type Probe } from './check';
import {
  learntTraits,
  pageSizes,
  secondHost,
  webhookSlots,
  type Learnt,
} from './clientify-account';
import { DealSurvey, dealStatuses } from './clientify-deals';
import { statusesInUse } from './clientify-statuses';
import { COLLECTIONS, KINDS, filters } from './clientify-filters';
import { count, histogram } from './giav-survey';

export interface ClientifyPorts {
  readonly http: ClientifyHttp;
  /** The v2 API, for what only it knows. @default - not asked */
  readonly v2?: ClientifyHttp;
  /** v1 on its second host. @default - there is none */
  readonly second?: ClientifyHttp;
  /** @default - nothing was learnt yet */
  readonly learnt?: () => Promise<Learnt>;
  /** @default - nothing was told yet */
  readonly labels?: () => Promise<readonly StatusLabel[]>;
  readonly config: SyncConfig;
  readonly autoSetup: boolean;
  /** Headers of the answers so far, by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

const SAMPLE_OF_TYPES = 10;

/** The questions to Clientify (clientify.md, A1): GET and OPTIONS only. */
export class ClientifyDoctor {
  private readonly totals = new Map<TargetKind, number>();
  private readonly samples = new Map<TargetKind, TargetRef>();
  private readonly firstIds = new Map<TargetKind, string[]>();
  private readonly statuses = new Map<string, number>();
  private readonly deals = new DealSurvey();
  /** Hashed Documentos of contacts. */
  readonly contactDocumentos = new Set<string>();

  get contacts(): number {
    return this.totals.get('contact') ?? 0;
  }

  constructor(private readonly ports: ClientifyPorts) {}

  questions(): Probe[] {
    return [
      { id: 'access', essential: true, ask: () => this.access() },
      { id: 'account', ask: () => this.account() },
      { id: 'second-host', ask: () => secondHost(this.ports.second) },
      { id: 'learnt', ask: async () => learntTraits((await this.ports.learnt?.()) ?? {}) },
      { id: 'webhook-slots', ask: () => webhookSlots(this.ports.v2) },
      { id: 'custom-fields', ask: () => this.customFields() },
      { id: 'pipeline', ask: () => this.pipeline() },
      { id: 'records', ask: () => this.records() },
      { id: 'filters', ask: () => filters(this.ports.http, this.totals, this.samples) },
      { id: 'deal-statuses', ask: () => dealStatuses(this.ports.http) },
      { id: 'deal-stages', ask: () => this.deals.inconsistent(this.ports.http, this.concurrency) },
      { id: 'page-size', ask: () => pageSizes(this.ports.http) },
      { id: 'past-the-end', ask: () => this.pastTheEnd() },
      { id: 'patch', ask: () => this.patch() },
      { id: 'statuses', ask: () => this.statusesInUse() },
      { id: 'contact-types', ask: () => this.contactTypes() },
      { id: 'rate-limit', ask: () => Promise.resolve(this.rateLimit()) },
    ];
  }

  private get concurrency(): number {
    return this.ports.config.clientify.concurrency;
  }

  private async access(): Promise<Finding> {
    await checkAccess(this.ports.http);
    return ok('Clientify answers and takes the token.');
  }

  private async account(): Promise<Finding> {
    if (!this.ports.v2) return ok('The v2 API was not asked.');
    try {
      const me = (await this.ports.v2.request('GET', '/me/?fields=id,account_status')) as {
        account_status?: unknown;
      } | null;
      return typeof me?.account_status === 'string'
        ? ok(
            `Account: ${me.account_status === 'client_1_0' ? 'of the old product (v1 only): webhooks are set by hand' : me.account_status}.`,
          )
        : ok('The v2 API answers.');
    } catch {
      return ok('The v2 API does not answer this token: webhooks are set by hand in Clientify.');
    }
  }

  private async customFields(): Promise<Finding> {
    const { http, autoSetup } = this.ports;
    const { missing, similar } = await missingCustomFields(http, this.concurrency);
    const names = missing.map(({ kind, name }) => `${name} (${COLLECTIONS[kind]})`).join(', ');
    const twins =
      similar.length === 0 ? '' : ` Nearly the same names exist: ${similar.join(', ')}.`;
    if (missing.length > 0)
      return autoSetup
        ? warning(
            `Custom fields are missing: ${names}.${twins}`,
            'Nothing: the first run creates them. Or now: cli setup.',
          )
        : error(
            `Custom fields are missing: ${names}.${twins}`,
            'Create them as text fields, or run cli setup.',
          );
    return similar.length > 0
      ? warning(
          `All custom fields are there.${twins}`,
          'Remove the twins, so that nobody fills the wrong one.',
        )
      : ok('All custom fields are there, as text fields.');
  }

  private async pipeline(): Promise<Finding> {
    const { http, config } = this.ports;
    const { stages } = await readPipeline(http, config.pipeline, this.concurrency);
    return ok(
      `The pipeline "${config.pipeline}" has the stages ${stages.map(({ name }) => name).join(' → ')}.`,
    );
  }

  /** All lists are read: how many records carry ids, and which are there twice. */
  private async records(): Promise<Finding> {
    const lines: string[] = [];
    const twice: string[] = [];
    for (const kind of KINDS) {
      const byId = new Map<string, string[]>();
      const byDocument = new Map<string, string[]>();
      let total = 0;
      let linked = 0;
      await readAll(this.ports.http, COLLECTION[kind], this.concurrency, (item) => {
        const target = parseTarget(kind, item);
        const ref = refOf(target);
        total += 1;
        if (ref.gesinturId !== '') linked += 1;
        add(byId, ref.gesinturId, ref.id);
        if (kind !== 'deal')
          add(byDocument, ref.documento === '' ? '' : hashText(ref.documento), ref.id);
        if (kind === 'contact') this.addContact(target, ref);
        if (kind === 'deal') this.deals.add(item);
        if (ref.documento !== '' && !this.samples.has(kind)) this.samples.set(kind, ref);
        const ids = this.firstIds.get(kind) ?? [];
        if (ids.length < SAMPLE_OF_TYPES) this.firstIds.set(kind, [...ids, ref.id]);
      });
      this.totals.set(kind, total);
      lines.push(`${total} ${COLLECTIONS[kind]}, ${linked} of them with a ${idFieldOf(kind)}`);
      for (const [id, ids] of byId)
        if (ids.length > 1)
          twice.push(
            `${idFieldOf(kind)} ${id}: ${COLLECTIONS[kind]} ${ids.slice(0, 3).join(', ')}`,
          );
      const documents = [...byDocument.values()].filter((ids) => ids.length > 1);
      if (documents.length > 0)
        twice.push(
          `one Documento: ${COLLECTIONS[kind]} ${documents
            .slice(0, 3)
            .map((ids) => ids.slice(0, 3).join(' + '))
            .join('; ')}${documents.length > 3 ? ' …' : ''}`,
        );
    }
    const found = `${lines.join('; ')}.`;
    return twice.length === 0
      ? ok(found)
      : warning(
          `${found} There twice: ${twice.slice(0, 5).join(' | ')}${twice.length > 5 ? ` and ${twice.length - 5} more` : ''}.`,
          'Merge them in Clientify: such records are not touched (AMBIGUOUS_ID, AMBIGUOUS_DOCUMENT).',
        );
  }

  private addContact({ fields }: Target, { documento }: TargetRef): void {
    count(this.statuses, String(fields['status'] ?? '(none)'));
    if (documento !== '') this.contactDocumentos.add(hashText(`contact ${documento}`));
  }

  private async pastTheEnd(): Promise<Finding> {
    const first = await readPage(this.ports.http, COLLECTION.contact, 1);
    const pages = Math.max(1, Math.ceil(first.count / Math.max(1, first.results.length)));
    const beyond = await readPage(this.ports.http, COLLECTION.contact, pages + 1);
    if (beyond.results.length > 0)
      return warning(
        'A page past the end of the contacts is not empty.',
        'Nothing: lists end where Clientify says so.',
      );
    return ok(`Pages hold ${first.results.length} records; past the end comes nothing.`);
  }

  private async patch(): Promise<Finding> {
    const [id] = this.firstIds.get('contact') ?? [];
    if (id === undefined)
      return ok('There is no contact yet to ask about PATCH; PUT is used where it is refused.');
    try {
      await this.ports.http.request('OPTIONS', `${COLLECTION.contact}${id}/`);
    } catch (problem) {
      if (problem instanceof RecordError)
        return ok(
          'Clientify does not tell whether PATCH is allowed; PUT is used where it is refused.',
        );
      throw problem;
    }
    const allow = this.ports.headers.get('allow') ?? '';
    return ok(
      /PATCH/i.test(allow)
        ? 'Records are changed by PATCH.'
        : 'PATCH is not announced: records are changed by PUT with the changed fields only.',
    );
  }

  private async statusesInUse(): Promise<Finding> {
    const labels = (await this.ports.labels?.()) ?? [];
    return statusesInUse(this.statuses, labels, this.ports.config);
  }

  /** Only the record shows the type: a few are looked at. */
  private async contactTypes(): Promise<Finding> {
    const types = new Map<string, number>();
    for (const id of this.firstIds.get('contact') ?? []) {
      const body = await this.ports.http.request('GET', `${COLLECTION.contact}${id}/`);
      count(types, String(parseTarget('contact', body).fields['contact_type'] ?? '(none)'));
    }
    const wanted = new Set(
      Object.values(this.ports.config.clientTypes).map((type) => type.contactType),
    );
    if (wanted.size === 0) wanted.add('Cliente actual');
    const text = `Contact types of ${counted(this.firstIds.get('contact') ?? [])} contacts: ${histogram(types)}. The sync will set: ${[...wanted].join(', ')}.`;
    return ok(text);
  }

  private rateLimit(): Finding {
    const { headers, http, config } = this.ports;
    const limits = [...headers]
      .filter(([name]) => /ratelimit|rate-limit|retry-after/.test(name))
      .map(([name, value]) => `${name}: ${value}`);
    const average = http.totalCalls === 0 ? 0 : Math.round(http.elapsedMs / http.totalCalls);
    const text = `${http.totalCalls} calls, ${average} ms each on average; rate-limit headers: ${limits.join(', ') || 'none'}.`;
    return config.clientify.concurrency > 5
      ? warning(
          `${text} clientify.concurrency is ${config.clientify.concurrency}.`,
          'Clientify documents no limit: five or less is known to be well.',
        )
      : ok(text);
  }
}

const add = (map: Map<string, string[]>, key: string, id: string): void => {
  if (key !== '') map.set(key, [...(map.get(key) ?? []), id]);
};
