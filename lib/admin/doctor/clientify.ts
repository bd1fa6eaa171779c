import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION, readPage } from '../../clientify/lists';
import { isReadable, nameOf } from '../../clientify/records';
import { checkAccess, missingCustomFields, readPipeline } from '../../clientify/setup';
import type { SyncConfig } from '../../config/schema';
import type { StatusLabel } from '../../ports/account';
import type { FilterProof } from '../../ports/filter-proofs';
import { counted, error, ok, some, warning, type Finding, type Probe } from './check';
import {
  learntTraits,
  pageSizes,
  secondHost,
  webhookSlots,
  type Learnt,
} from './clientify-account';
import { dealStatuses } from './clientify-deals';
import { patchAllowed, writableFields } from './clientify-fields';
import { filters } from './clientify-filters';
import { filterProofs } from './clientify-proofs';
import { COLLECTIONS, RecordSurvey } from './clientify-records';
import { statusesInUse } from './clientify-statuses';
import { count, histogram } from './giav-survey';

export interface ClientifyPorts {
  readonly http: ClientifyHttp;
  /** The v2 API, for what only it knows. @default - not asked */
  readonly v2?: ClientifyHttp;
  /** v1 on its second host. @default - there is none */
  readonly second?: ClientifyHttp;
  /** @default - nothing was learnt yet */
  readonly learnt?: () => Promise<Learnt>;
  /** @default - no filter was tried yet */
  readonly proofs?: () => Promise<readonly FilterProof[]>;
  /** @default - nothing was told yet */
  readonly labels?: () => Promise<readonly StatusLabel[]>;
  readonly config: SyncConfig;
  readonly autoSetup: boolean;
  /** Headers of the answers so far, by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

/** The questions to Clientify (clientify.md, A1): GET and OPTIONS only. */
export class ClientifyDoctor {
  private readonly found = new RecordSurvey();

  get contacts(): number {
    return this.found.totals.get('contact') ?? 0;
  }
  /** Hashed Documentos of contacts. */
  get contactDocumentos(): ReadonlySet<string> {
    return this.found.contactDocumentos;
  }

  constructor(private readonly ports: ClientifyPorts) {}

  questions(): Probe[] {
    return [
      { id: 'access', essential: true, ask: () => this.access() },
      { id: 'account', ask: () => this.account() },
      { id: 'second-host', ask: () => secondHost(this.ports.second) },
      { id: 'learnt', ask: async () => learntTraits((await this.ports.learnt?.()) ?? {}) },
      {
        id: 'filters-seen',
        ask: async () => filterProofs((await this.ports.proofs?.()) ?? [], new Date()),
      },
      { id: 'webhook-slots', ask: () => webhookSlots(this.ports.v2) },
      { id: 'custom-fields', ask: () => this.customFields() },
      { id: 'pipeline', ask: () => this.pipeline() },
      { id: 'records', ask: () => this.found.read(this.ports.http, this.concurrency) },
      { id: 'filters', ask: () => filters(this.ports.http, this.found) },
      { id: 'deal-statuses', ask: () => dealStatuses(this.ports.http) },
      {
        id: 'deal-stages',
        ask: () => this.found.deals.inconsistent(this.ports.http, this.concurrency),
      },
      { id: 'page-size', ask: () => pageSizes(this.ports.http) },
      { id: 'past-the-end', ask: () => this.pastTheEnd() },
      {
        id: 'patch',
        ask: () => patchAllowed(this.ports.http, this.ports.headers, this.found.firstIds),
      },
      { id: 'writable-fields', ask: () => writableFields(this.ports.http, this.ports.config) },
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

  private async pastTheEnd(): Promise<Finding> {
    const first = await readPage(this.ports.http, COLLECTION.contact, 1);
    const pages = Math.max(1, Math.ceil(first.count / Math.max(1, first.results.length)));
    const beyond = await readPage(this.ports.http, COLLECTION.contact, pages + 1);
    if (beyond.results.length > 0)
      return warning(
        'A page past the end of the contacts is not empty.',
        'Nothing: lists end where Clientify says so.',
      );
    return ok(
      `The first page holds ${first.results.length} of ${first.count} records; past the end comes nothing.`,
    );
  }

  private async statusesInUse(): Promise<Finding> {
    const labels = (await this.ports.labels?.()) ?? [];
    return statusesInUse(this.found.statuses, labels, this.ports.config);
  }

  /** Only the record shows the type: a few are looked at. */
  private async contactTypes(): Promise<Finding> {
    const types = new Map<string, number>();
    const unreadable: string[] = [];
    for (const id of this.found.firstIds.get('contact') ?? []) {
      const body = await this.ports.http.request('GET', `${COLLECTION.contact}${id}/`);
      if (isReadable('contact', body))
        count(types, String((body as { contact_type?: unknown }).contact_type ?? '(none)'));
      else unreadable.push(nameOf('contact', { id }));
    }
    const wanted = new Set(
      Object.values(this.ports.config.clientTypes).map((type) => type.contactType),
    );
    if (wanted.size === 0) wanted.add('Cliente actual');
    const text = `Contact types of ${counted(this.found.firstIds.get('contact') ?? [])} contacts: ${histogram(types)}. The sync will set: ${[...wanted].join(', ')}.`;
    return ok(unreadable.length === 0 ? text : `${text} Cannot be read: ${some(unreadable)}.`);
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
