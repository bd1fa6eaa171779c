import type { SyncConfig } from '../../config/schema';
import type { GiavApi } from '../../giav/api';
import type { Page } from '../../ports/giav';
import { GiavProbes, type ProbedClient } from '../../giav/probes';
import { PAGE_SIZE, pageIndexOf, type PageIndexDialect } from '../../sync/paging';
import { readPages } from '../../run/read-pages';
import { RecordError } from '../../sync/errors';
import type { Expediente } from '../../sync/records';
import { CompanySample, askCompanyNames } from './company-names';
import { ok, type Finding, type Probe } from './check';
import { ownFields } from './own-fields';
import { probeDateFormat } from './date-format';
import { categoriesText, clientsVerdict, expedientesVerdict, offices } from './giav-lists';
import { pageIndex, pageSize } from './giav-pages';
import {
  documentSearch,
  modifiedFilter,
  searchEqualsGet,
  unknownId,
  type Tried,
} from './giav-searches';
import { GiavSurvey } from './giav-survey';
import {
  clockVerdict,
  documentosVerdict,
  sharedDocumentosVerdict,
  visibilityVerdict,
  writeBackVerdict,
} from './giav-verdicts';

export interface GiavPorts {
  readonly giav: GiavApi;
  readonly config: SyncConfig;
  readonly now: () => Date;
  /** Reads only the first page of each list. */
  readonly quick: boolean;
}

/** The questions to GIAV (giav.md, D1), and what the others need of their answers. */
export class GiavDoctor {
  readonly survey = new GiavSurvey();
  states: { id: number; name: string }[] = [];
  private dialect: PageIndexDialect;
  private sample: ProbedClient[] = [];
  private readonly companies = new CompanySample();
  private readonly probes: GiavProbes;

  constructor(private readonly ports: GiavPorts) {
    this.probes = new GiavProbes(ports.giav);
    this.dialect = ports.config.giav.pageIndex;
  }

  // eslint-disable-next-line max-lines-per-function -- One list: the questions in the order in which they are asked and answered.
  questions(): Probe[] {
    const { giav } = this.ports;
    return [
      { id: 'access', essential: true, ask: () => this.access() },
      { id: 'page-index', ask: () => this.pageIndex() },
      { id: 'page-size', ask: () => pageSize(this.probes, this.first) },
      { id: 'clients', ask: () => this.clients() },
      {
        id: 'clock',
        ask: () =>
          Promise.resolve(
            clockVerdict(this.survey, giav.serverTime, this.ports.config, this.ports.now()),
          ),
      },
      {
        id: 'date-format',
        ask: () =>
          probeDateFormat(
            this.probes,
            this.sample,
            this.ports.config.giav.dateTimeFormat,
            this.first,
            this.ports.now(),
          ),
      },
      {
        id: 'modified-filter',
        ask: () => modifiedFilter(this.tried, this.ports.config.giav.dateTimeFormat),
      },
      { id: 'document-search', ask: () => documentSearch(this.tried) },
      { id: 'search-equals-get', ask: () => searchEqualsGet(giav, this.sample) },
      { id: 'unknown-id', ask: () => unknownId(giav) },
      { id: 'documentos', ask: () => Promise.resolve(documentosVerdict(this.survey)) },
      { id: 'shared-documentos', ask: () => Promise.resolve(sharedDocumentosVerdict(this.survey)) },
      {
        id: 'company-names',
        ask: () =>
          askCompanyNames(
            this.companies,
            (id) => this.probes.printedName(id, this.first),
            this.ports.config,
          ),
      },
      { id: 'expedientes', ask: () => this.expedientes() },
      { id: 'offices', ask: () => offices(this.probes, this.survey, this.ports.config) },
      { id: 'categories', ask: () => this.categories() },
      { id: 'own-fields', ask: () => ownFields(giav.lookups, this.ports.config) },
      { id: 'visibility', ask: () => this.visibility() },
      {
        id: 'write-back',
        ask: () => Promise.resolve(writeBackVerdict(this.survey, this.ports.config)),
      },
    ];
  }

  private get first(): number {
    return pageIndexOf(this.dialect, 0, 0);
  }

  private get tried(): Tried {
    return { probes: this.probes, sample: this.sample, first: this.first };
  }

  private async access(): Promise<Finding> {
    const started = this.ports.now().getTime();
    this.states = await this.ports.giav.expedienteStages();
    const ms = this.ports.now().getTime() - started;
    const names = this.states.map(({ name }) => name).join(', ');
    return ok({
      en: `GIAV answers and takes the key (${ms} ms). States of expedientes: ${names || 'none'}.`,
      es: `GIAV responde y acepta la clave (${ms} ms). Estados de expedientes: ${names || 'ninguno'}.`,
    });
  }

  private pageIndex(): Promise<Finding> {
    return pageIndex(this.probes, this.ports.config.giav.pageIndex, (seen) => {
      this.dialect = seen;
    });
  }

  private async clients(): Promise<Finding> {
    const { survey } = this;
    const read = async (pageIndex: number): Promise<Page<ProbedClient>> => {
      const { clients, size } = await this.probes.clients({ pageSize: PAGE_SIZE, pageIndex });
      return { records: clients, invalid: [], size, readAt: 0 };
    };
    const take = ({ records, size }: Page<ProbedClient>): void => {
      if (this.sample.length === 0) this.sample = [...records];
      survey.invalid += size - records.length;
      for (const one of records) {
        survey.addClient(one);
        this.companies.take(one.client);
      }
    };
    if (this.ports.quick) take(await read(this.first));
    else for await (const page of readPages(this.dialect, 'clients', read)) take(page);
    return clientsVerdict(survey, this.ports.quick);
  }

  private async expedientes(): Promise<Finding> {
    const { survey } = this;
    const take = (records: readonly Expediente[]): void => {
      for (const one of records) survey.addExpediente(one);
    };
    const read = (pageIndex: number) =>
      this.ports.giav.searchExpedientes({ pageSize: PAGE_SIZE, pageIndex });
    if (this.ports.quick) take((await read(this.first)).records);
    else for await (const page of readPages(this.dialect, 'expedientes', read)) take(page.records);
    return expedientesVerdict(survey, this.states, this.ports.quick);
  }

  private async categories(): Promise<Finding> {
    const catalogue = await this.probes.categoryCount().catch((problem: unknown) => {
      if (problem instanceof RecordError) return null;
      throw problem;
    });
    const [one] = this.sample;
    if (one) await this.ports.giav.categoriesOf(one.client.id);
    const stages = await this.probes.stagesOf('Cliente').catch(() => []);
    return ok(categoriesText(catalogue, stages.length));
  }

  private async visibility(): Promise<Finding> {
    const unseen = [...this.survey.clientsOfExpedientes].filter(
      (id) => !this.survey.clientIds.has(id),
    );
    if (this.ports.quick) {
      const missing: number[] = [];
      for (const id of unseen.slice(0, 20))
        if ((await this.ports.giav.getClient(id)).size === 0) missing.push(id);
      return visibilityVerdict(missing);
    }
    return visibilityVerdict(unseen);
  }
}
