import { DAY_MS, SECOND_MS } from '../../sync/budget';
import type { SyncConfig } from '../../config/schema';
import type { GiavApi } from '../../giav/api';
import type { Page } from '../../ports/giav';
import { GiavProbes, type ProbedClient } from '../../giav/probes';
import { PAGE_SIZE, dialectOf, pageIndexOf, type PageIndexDialect } from '../../sync/paging';
import { readPages } from '../../run/read-pages';
import { RecordError } from '../../sync/errors';
import { giavTime } from '../../sync/dates';
import { sinceText } from '../../sync/watermark';
import type { Expediente } from '../../sync/records';
import { CompanySample, askCompanyNames } from './company-names';
import { counted, error, ok, warning, type Finding, type Probe } from './check';
import { probeDateFormat } from './date-format';
import { GiavSurvey, histogram } from './giav-survey';
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

/** GIAV gives no faults for an id that it does not know, or a record of defaults: both mean not found. */
const UNKNOWN_ID = 2_147_483_647;

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, at) => id === b[at]);

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

  questions(): Probe[] {
    const { giav } = this.ports;
    return [
      { id: 'access', essential: true, ask: () => this.access() },
      { id: 'page-index', ask: () => this.pageIndex() },
      { id: 'page-size', ask: () => this.pageSize() },
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
      { id: 'modified-filter', ask: () => this.modifiedFilter() },
      { id: 'document-search', ask: () => this.documentSearch() },
      { id: 'search-equals-get', ask: () => this.searchEqualsGet() },
      { id: 'unknown-id', ask: () => this.unknownId() },
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
      { id: 'offices', ask: () => this.offices() },
      { id: 'categories', ask: () => this.categories() },
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

  private async access(): Promise<Finding> {
    const started = this.ports.now().getTime();
    this.states = await this.ports.giav.expedienteStages();
    const ms = this.ports.now().getTime() - started;
    return ok(
      `GIAV answers and takes the key (${ms} ms). States of expedientes: ${this.states.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  }

  private async pageIndex(): Promise<Finding> {
    const read = async (pageIndex: number): Promise<number[] | null> => {
      try {
        return await this.probes.ids({ pageSize: 2, pageIndex });
      } catch (problem) {
        if (problem instanceof RecordError) return null;
        throw problem;
      }
    };
    const zero = await read(0);
    const again = await read(0);
    const [one, two] = [await read(1), await read(2)];
    if (zero !== null && again !== null && !same(zero, again))
      return warning(
        'The same page was answered in another order: the list has no stable order.',
        'Nothing: runs read such lists again until they stand still.',
      );
    const seen = dialectOf([zero, one, two]);
    const { pageIndex: configured } = this.ports.config.giav;
    if (seen === null)
      return warning(
        'There are too few clients to tell what pageIndex means.',
        `Ask again when there are six or more; until then it is taken for "${configured}".`,
      );
    this.dialect = seen;
    if (seen === configured) return ok(`pageIndex means what the setting says ("${seen}").`);
    return error(
      `pageIndex behaves like "${seen}", but the setting says "${configured}".`,
      `Set giav.pageIndex to "${seen}".`,
    );
  }

  private async pageSize(): Promise<Finding> {
    try {
      const { size } = await this.probes.clients({
        pageSize: PAGE_SIZE + 1,
        pageIndex: this.first,
      });
      if (size > PAGE_SIZE)
        return ok(`Pages may be larger than ${PAGE_SIZE}; runs ask for ${PAGE_SIZE}.`);
      return ok(`A page holds at most ${PAGE_SIZE} records, as expected (${size} came).`);
    } catch (problem) {
      if (problem instanceof RecordError)
        return ok(`A page over ${PAGE_SIZE} is refused; runs never ask for one.`);
      throw problem;
    }
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
    const found = `${survey.clients} clients${this.ports.quick ? ' on the first page' : ''}: ${survey.companies} companies, ${survey.clients - survey.companies} persons, ${survey.disabled} disabled. Tipos: ${histogram(survey.tipos)}. Sedes fiscales: ${histogram(survey.sedesFiscales)}.`;
    if (survey.clients === 0)
      return warning(
        'GIAV shows this key no client at all.',
        'Check the rights of the key (its office, its user).',
      );
    if (survey.invalid > 0)
      return warning(
        `${found} ${survey.invalid} records lack required fields.`,
        'They will be reported as INVALID_RECORD; correct them in GIAV.',
      );
    return ok(found);
  }

  /** Everything changed since must be in the answer, nothing older. */
  private async modifiedFilter(): Promise<Finding> {
    const dated = this.sample
      .flatMap(({ client }) => {
        const at = giavTime(client.modifiedAt);
        return at === null ? [] : [{ id: client.id, at }];
      })
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    const middle = dated[Math.floor(dated.length / 2)];
    if (dated.length < 4 || !middle)
      return warning(
        'There are too few dated clients to test the filter of modified runs.',
        'Ask again when there are more.',
      );
    const since = new Date(middle.at.getTime() - SECOND_MS);
    const idsCliente = dated.map(({ id }) => id);
    const modifiedSince = sinceText(since, this.ports.config.giav.dateTimeFormat);
    const answer = await this.probes.ids(
      { pageSize: PAGE_SIZE, pageIndex: this.first },
      { idsCliente, modifiedSince },
    );
    const missing = dated
      .filter(({ id, at }) => at >= middle.at && !answer.includes(id))
      .map(({ id }) => id);
    const older = dated
      .filter(({ id, at }) => at.getTime() < since.getTime() - DAY_MS && answer.includes(id))
      .map(({ id }) => id);
    if (missing.length > 0)
      return error(
        `The filter "created or changed since" leaves changed clients out: ${counted(missing)}.`,
        'Modified runs would miss changes: set modified.everyMinutes to 0 and full.cron to a shorter interval, and ask GIAV.',
      );
    if (older.length > 0)
      return warning(
        `The filter "created or changed since" also answers older clients: ${counted(older)}.`,
        'Nothing: modified runs read more than they need.',
      );
    return ok('The filter "created or changed since" answers what was changed, and nothing older.');
  }

  private async documentSearch(): Promise<Finding> {
    const one = this.sample.find(({ client }) => /^[A-Z0-9]{8,}$/.test(client.documento));
    if (!one)
      return warning(
        'No client on the first page has a plain Documento to search for.',
        'Ask again later.',
      );
    const page = { pageSize: PAGE_SIZE, pageIndex: this.first };
    const { id, documento } = one.client;
    const exact = await this.probes.ids(page, { documento });
    if (!exact.includes(id))
      return error(
        `The search by Documento does not find client ${id}.`,
        'The way back could not find clients: leave WRITE_BACK off and ask GIAV.',
      );
    const lower = await this.probes.ids(page, { documento: documento.toLowerCase() });
    const hyphened = await this.probes.ids(page, {
      documento: `${documento.slice(0, -1)}-${documento.slice(-1)}`,
    });
    const ignores = [
      lower.includes(id) ? 'case' : '',
      hyphened.includes(id) ? 'hyphens' : '',
    ].filter((text) => text !== '');
    return ok(
      `The search by Documento finds its client${ignores.length > 0 ? ` and ignores ${ignores.join(' and ')}: Documentos are compared here` : ''}.`,
    );
  }

  private async searchEqualsGet(): Promise<Finding> {
    const [one] = this.sample;
    if (!one) return warning('There is no client to compare.', 'Ask again later.');
    const read = await this.ports.giav.readClient(one.client.id);
    if (read === null)
      return error(
        `Cliente_GET does not find client ${one.client.id}, which the search shows.`,
        'Re-drives and the way back need it: ask GIAV.',
      );
    const names = new Set([...Object.keys(one.raw), ...Object.keys(read.raw)]);
    const differing = [...names].filter(
      (name) =>
        JSON.stringify(one.raw[name]) !==
        JSON.stringify((read.raw as Record<string, unknown>)[name]),
    );
    return differing.length === 0
      ? ok('Cliente_SEARCH and Cliente_GET show the same record.')
      : warning(
          `Cliente_SEARCH and Cliente_GET differ in: ${differing.join(', ')}.`,
          'Nothing: the way back writes what Cliente_GET shows.',
        );
  }

  private async unknownId(): Promise<Finding> {
    const page = await this.ports.giav.getClient(UNKNOWN_ID);
    return page.size === 0
      ? ok('An unknown id is recognised as not found.')
      : error('GIAV shows a client for an id that cannot exist.', 'Ask GIAV.');
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
    const nameOf = (id: number | null): string =>
      this.states.find((state) => state.id === id)?.name ?? String(id ?? '(none)');
    const named = new Map([...survey.statesInUse].map(([id, times]) => [nameOf(id), times]));
    return ok(
      `${survey.expedientes} expedientes${this.ports.quick ? ' on the first page' : ''}. States in use: ${histogram(named)}.`,
    );
  }

  private async offices(): Promise<Finding> {
    const { offices: wanted, officePrefix } = this.ports.config;
    let offices: Awaited<ReturnType<GiavProbes['offices']>>;
    try {
      offices = await this.probes.offices();
    } catch (problem) {
      if (problem instanceof RecordError)
        return warning(
          'The key may not read the offices.',
          'Nothing; numbers of expedientes are compared instead.',
        );
      throw problem;
    }
    const codes = new Set([...offices.map(({ code }) => code), ...this.survey.offices.keys()]);
    const unknown = wanted.filter((code) => !codes.has(code));
    if (unknown.length > 0)
      return error(
        `offices: GIAV has no office "${unknown.join('", "')}".`,
        `Choose among: ${[...codes].filter((code) => code !== '').join(', ')}.`,
      );
    const text = `Offices: ${offices.map(({ code, name }) => `${code} (${name})`).join(', ') || 'none'}. Numbers that two offices share: ${this.survey.sharedNumbers}.`;
    return this.survey.sharedNumbers > 0 && officePrefix !== 'always'
      ? warning(
          `${text} Deals of two offices have the same name, unless they are named with their office.`,
          'Set officePrefix to "always".',
        )
      : ok(text);
  }

  private async categories(): Promise<Finding> {
    const catalogue = await this.probes.categoryCount().catch((problem: unknown) => {
      if (problem instanceof RecordError) return null;
      throw problem;
    });
    const [one] = this.sample;
    if (one) await this.ports.giav.categoriesOf(one.client.id);
    const stages = await this.probes.stagesOf('Cliente').catch(() => []);
    const text = `Categories of clients can be read (${catalogue ?? 'an unknown number'} in the catalogue). States of clients: ${stages.length}.`;
    return ok(text);
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
