import type { AgencyData, CrmRecord, Value } from '../agency/data';
import { Invalid, refuse } from './answers';
import { DEAL_STATUS } from './catalogue';
import { today } from './stamps';
import { textOf, type Store } from './store';
import type { ClientifySwitches } from './switches';

interface Pipeline {
  readonly id: number;
  name: string;
  stages: { id: number; name: string; position: number }[];
}

/** An open deal whose date has passed is expired. */
export function dealStatus(record: CrmRecord): number {
  const status = Number(record['status'] ?? 1);
  const until = textOf(record['expected_closed_date']);
  return status === 1 && until !== '' && until < today() ? 2 : status;
}

/** Pipelines, stages, and what is odd about deals. */
export class Deals {
  readonly pipelines: Pipeline[];
  /** User names of the account. */
  readonly users: string[];

  constructor(
    private readonly store: Store,
    private readonly switches: ClientifySwitches,
    private readonly base: () => string,
    data: Pick<AgencyData, 'pipelines' | 'users'>,
  ) {
    this.users = data.users ?? ['ventas@example.com'];
    this.pipelines = data.pipelines.map((pipeline, at) => ({
      id: 71 + at,
      name: pipeline.name,
      stages: pipeline.stages.map((name, position) => ({
        id: (71 + at) * 10 + position,
        name,
        position,
      })),
    }));
  }

  stageRecords(): CrmRecord[] {
    return this.pipelines.flatMap((pipeline) =>
      pipeline.stages.map((stage) => ({
        url: `${this.base()}/deals/pipelines/stages/${stage.id}/`,
        ...stage,
        pipeline: `${this.base()}/deals/pipelines/${pipeline.id}/`,
        pipeline_desc: pipeline.name,
      })),
    );
  }

  pipelineRecords(): CrmRecord[] {
    return this.pipelines.map((pipeline) => ({
      url: `${this.base()}/deals/pipelines/${pipeline.id}/`,
      id: pipeline.id,
      name: pipeline.name,
      stages: pipeline.stages.map((stage) => ({ ...stage })),
    }));
  }

  blank(): CrmRecord {
    return {
      amount: '0.00',
      currency: 'EUR',
      contact: null,
      company: null,
      status: 1,
      expected_closed_date: new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10),
      actual_closed_date: null,
      pipeline: this.pipelines[0]?.id ?? null,
      pipeline_stage: this.pipelines[0]?.stages[0]?.id ?? null,
    };
  }

  /** @param by how the record is written: a screen has none of the API's oddities. */
  write(record: CrmRecord, input: CrmRecord, by: 'create' | 'update' | 'screen'): void {
    if (by === 'update' && this.switches.patchNeedsPipeline && !('pipeline' in input))
      throw refuse(this.switches, 'pipeline', 'required');
    if ('amount' in input) {
      if (!/^-?\d+(\.\d+)?$/.test(textOf(input['amount'])))
        throw refuse(this.switches, 'amount', 'number');
      record['amount'] = Number(input['amount']).toFixed(2);
    }
    this.status(record, input, by);
    if (by !== 'screen' && 'owner' in input && !this.users.includes(textOf(input['owner'])))
      throw refuse(this.switches, 'owner', 'text');
    const { contacts, companies } = this.store.records;
    this.relation(record, input, 'contact', /\/v1\/contacts(?:-dynamic)?\/(\d+)\/$/, (id) =>
      contacts.has(id),
    );
    this.relation(record, input, 'company', /\/v1\/companies\/(\d+)\/$/, (id) => companies.has(id));
    if (this.switches.pipelineStuck && by !== 'screen') return;
    const pipeline = by === 'create' && this.switches.postIgnoresPipeline ? {} : input;
    this.relation(record, pipeline, 'pipeline', /\/v1\/deals\/pipelines\/(\d+)\/$/, (id) =>
      this.pipelines.some((one) => one.id === id),
    );
    this.relation(
      record,
      input,
      'pipeline_stage',
      /\/v1\/deals\/pipelines\/stages\/(\d+)\/$/,
      (id) => this.pipelines.some((one) => one.stages.some((stage) => stage.id === id)),
    );
    this.stageByName(record, input);
  }

  /** Of a new deal it is never taken. */
  private status(record: CrmRecord, input: CrmRecord, by: 'create' | 'update' | 'screen'): void {
    if (!('status' in input) || by === 'create') return;
    const wanted = Number(input['status']);
    if (by === 'update' && this.switches.statusByPatch === 'refused')
      throw refuse(this.switches, 'status', 'number');
    if (by === 'update' && this.switches.statusByPatch === 'ignored') return;
    if (!(wanted in DEAL_STATUS)) throw refuse(this.switches, 'status', 'number');
    record['status'] = wanted;
    if (wanted < 3) record['actual_closed_date'] = null;
  }

  private relation(
    record: CrmRecord,
    input: CrmRecord,
    name: string,
    pattern: RegExp,
    exists: (id: number) => boolean,
  ): void {
    if (!(name in input)) return;
    if (input[name] === null) {
      record[name] = null;
      return;
    }
    const id = pattern.exec(textOf(input[name]))?.[1];
    if (id === undefined || !textOf(input[name]).startsWith('http') || !exists(Number(id)))
      throw refuse(this.switches, name, 'link');
    record[name] = Number(id);
  }

  /** The name counts within the pipeline of the deal: two pipelines may have stages of one name. */
  private stageByName(record: CrmRecord, input: CrmRecord): void {
    const wanted = textOf(input['pipeline_stage_desc']);
    if (wanted === '' || 'pipeline_stage' in input) return;
    const stage = this.pipelines
      .find((one) => one.id === record['pipeline'])
      ?.stages.find((one) => one.name === wanted);
    if (stage) record['pipeline_stage'] = stage.id;
    else if (this.switches.unknownStage === 'refuse')
      throw new Invalid({ pipeline_stage_desc: [`"${wanted}" no existe.`] });
  }

  /** `/close/` is the only way to won and lost. */
  close(record: CrmRecord, input: CrmRecord): void {
    const value = textOf(input['value']);
    if (!this.switches.closing || (value !== 'won' && value !== 'lost'))
      throw refuse(this.switches, 'value', 'required');
    const date = input['actual_closed_date'] ?? today();
    if (!/^\d{4}-\d{2}-\d{2}$/.test(textOf(date)))
      throw refuse(this.switches, 'actual_closed_date', 'date');
    if ('amount' in input && !/^-?\d+(\.\d+)?$/.test(textOf(input['amount'])))
      throw refuse(this.switches, 'amount', 'number');
    record['status'] = value === 'won' ? 3 : 4;
    record['actual_closed_date'] = date;
    if ('amount' in input) record['amount'] = Number(input['amount']).toFixed(2);
  }

  show(shown: CrmRecord, record: CrmRecord): CrmRecord {
    const stage = this.stageRecords().find((one) => one['id'] === record['pipeline_stage']);
    const pipeline = this.pipelines.find((one) => one.id === record['pipeline']);
    const to = (path: string, id: Value | undefined): Value =>
      id === null || id === undefined ? null : `${this.base()}/${path}/${textOf(id)}/`;
    const status = dealStatus(record);
    return {
      ...shown,
      contact: to('contacts-dynamic', record['contact']),
      company: to('companies', record['company']),
      pipeline: to('deals/pipelines', record['pipeline']),
      pipeline_stage: to('deals/pipelines/stages', record['pipeline_stage']),
      pipeline_desc: pipeline?.name ?? '',
      pipeline_stage_desc: stage?.['name'] ?? '',
      status,
      status_desc: DEAL_STATUS[status] ?? '',
    };
  }
}
