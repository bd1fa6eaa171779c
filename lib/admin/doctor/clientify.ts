import { customFieldsBy } from '../../sync/fields/chosen';
import type { ClientifyHttp } from '../../clientify/http';
import { checkAccess } from '../../clientify/setup';
import type { SyncConfig } from '../../config/schema';
import type { StatusLabel } from '../../ports/account';
import type { FilterProof } from '../../ports/filter-proofs';
import { ok, type Finding, type Probe } from './check';
import {
  accountStatus,
  learntTraits,
  secondHost,
  webhookSlots,
  type Learnt,
} from './clientify-account';
import { dealStatuses } from './clientify-deals';
import { patchAllowed, writableFields } from './clientify-fields';
import { filters } from './clientify-filters';
import { pageSizes, pastTheEnd, rateLimit } from './clientify-limits';
import { filterProofs } from './clientify-proofs';
import { RecordSurvey } from './clientify-records';
import { customFields, pipeline } from './clientify-setup';
import { contactTypes, statusesInUse } from './clientify-statuses';

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

  // eslint-disable-next-line max-lines-per-function -- One list: the questions in the order in which they are asked and answered.
  questions(): Probe[] {
    return [
      { id: 'access', essential: true, ask: () => this.access() },
      { id: 'account', ask: () => accountStatus(this.ports.v2) },
      { id: 'second-host', ask: () => secondHost(this.ports.second) },
      { id: 'learnt', ask: async () => learntTraits((await this.ports.learnt?.()) ?? {}) },
      {
        id: 'filters-seen',
        ask: async () => filterProofs((await this.ports.proofs?.()) ?? [], new Date()),
      },
      { id: 'webhook-slots', ask: () => webhookSlots(this.ports.v2) },
      {
        id: 'custom-fields',
        ask: () => {
          const { http, autoSetup, config } = this.ports;
          return customFields(http, this.concurrency, autoSetup, customFieldsBy(config));
        },
      },
      { id: 'pipeline', ask: () => pipeline(this.ports.http, this.ports.config) },
      { id: 'records', ask: () => this.found.read(this.ports.http, this.concurrency) },
      { id: 'filters', ask: () => filters(this.ports.http, this.found) },
      { id: 'deal-statuses', ask: () => dealStatuses(this.ports.http) },
      {
        id: 'deal-stages',
        ask: () => this.found.deals.inconsistent(this.ports.http, this.concurrency),
      },
      { id: 'page-size', ask: () => pageSizes(this.ports.http) },
      { id: 'past-the-end', ask: () => pastTheEnd(this.ports.http) },
      {
        id: 'patch',
        ask: () => patchAllowed(this.ports.http, this.ports.headers, this.found.firstIds),
      },
      { id: 'writable-fields', ask: () => writableFields(this.ports.http, this.ports.config) },
      { id: 'statuses', ask: () => this.statusesInUse() },
      {
        id: 'contact-types',
        ask: () =>
          contactTypes(
            this.ports.http,
            this.found.firstIds.get('contact') ?? [],
            this.ports.config,
          ),
      },
      {
        id: 'rate-limit',
        ask: () =>
          Promise.resolve(rateLimit(this.ports.http, this.ports.headers, this.ports.config)),
      },
    ];
  }

  private get concurrency(): number {
    return this.ports.config.clientify.concurrency;
  }

  private async access(): Promise<Finding> {
    await checkAccess(this.ports.http);
    return ok({
      en: 'Clientify answers and takes the token.',
      es: 'Clientify responde y acepta el token.',
    });
  }

  private async statusesInUse(): Promise<Finding> {
    const labels = (await this.ports.labels?.()) ?? [];
    return statusesInUse(this.found.statuses, labels, this.ports.config);
  }
}
