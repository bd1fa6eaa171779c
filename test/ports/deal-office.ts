import { undoRun } from '../../lib/admin/undo-run';
import { ClientifyAccountApi } from '../../lib/clientify/account';
import { ClientifyApi } from '../../lib/clientify/api';
import { COLLECTION } from '../../lib/clientify/lists';
import type { DrivePorts } from '../../lib/run/drive-run';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoLinks } from '../../lib/state/links';
import type { Expediente } from '../../lib/sync/records';
import type { CrmRecord } from '../../simulators/agency/data';
import { giavClient, giavExpediente } from '../harness/giav-records';
import { CrmOffice } from './crm-office';

const EXPEDIENTE = 90310;

/** States of GIAV; the one pipeline of Clientify has the stage "Abierto". */
export const STATES = { abierto: 1, finalizado: 4, anulado: 5 } as const;

/** An agency in memory with one client and one expediente, the deal of which is looked at. */
export class DealOffice extends CrmOffice {
  /** What the call to Clientify that is about to be made meets. */
  onCall: (call: string) => void = () => undefined;
  private runs_ = 0;
  private edits = 0;

  constructor(settings: object = {}) {
    super({ stages: { Finalizado: 'Abierto', Anulado: 'Abierto' }, ...settings });
    const spend = this.spend.bind(this);
    this.spend = () => {
      spend();
      this.onCall(this.crm.calls.at(-1) ?? '');
    };
    this.stages.push(
      { id: STATES.abierto, name: 'Abierto' },
      { id: STATES.finalizado, name: 'Finalizado' },
      { id: STATES.anulado, name: 'Anulado' },
    );
    this.giavClients = [giavClient({ id: 7, documento: '12345678Z', nombre: 'Ana' })];
    this.expediente({});
  }

  /** The expediente as GIAV has it now. */
  expediente(fields: Partial<Expediente>): void {
    const [before] = this.giavExpedientes as Expediente[];
    const plain = { id: EXPEDIENTE, idCliente: 7, idEntityStage: STATES.abierto };
    this.giavExpedientes = [{ ...(before ?? giavExpediente(plain)), ...fields }];
  }

  /** A run to its end: what was called of the deals, but for readings, and the reasons of its summary. */
  async go(mode: 'full' | 'modified' = 'full') {
    const runId = `r${++this.runs_}`;
    this.crm.calls.splice(0);
    this.now = new Date(this.now.getTime() + 3_600_000);
    this.start(mode, runId);
    await this.quiet();
    const { summary, status, held } = await this.run(runId);
    const calls = this.crm.calls.filter((call) => /^(?!GET)\w+ \/deals/.test(call));
    return { runId, status, held, calls, reasons: summary?.reasons ?? {} };
  }

  get deal(): CrmRecord {
    const [deal] = this.crm.all('deals');
    if (deal === undefined) throw new Error('there is no deal');
    return deal;
  }

  /** A person at the screen. */
  edit(fields: CrmRecord): void {
    this.crm.simulator.records.update('deals', this.deal, fields, 'screen');
    // Not within the moments of our own write.
    this.deal['modified'] = new Date(Date.now() + 60_000 * ++this.edits).toISOString();
  }

  customField(name: string): unknown {
    const fields = this.deal['custom_fields'] as { field: string; value: string }[];
    return fields.find(({ field }) => field === name)?.value;
  }

  link() {
    return new DynamoLinks(this.table).get('expediente', String(EXPEDIENTE));
  }

  /** What decisions tell of the deal, the newest first. */
  async decisions() {
    const found = [];
    const decisions = new DynamoDecisions(this.table);
    for await (const one of decisions.of('expediente', String(EXPEDIENTE), this.now))
      found.push(one);
    return found;
  }

  override ports(): DrivePorts {
    const account = new ClientifyAccountApi(this.crm.http, 3, this.filterProofs, () =>
      this.now.getTime(),
    );
    return {
      ...super.ports(),
      clientify: account,
      recordUrl: (kind, id) => this.crm.http.resourceUrl(`${COLLECTION[kind]}${id}/`),
    };
  }

  /** What an undo of that run says of each record. */
  async undo(runId: string): Promise<object[]> {
    const undone: object[] = [];
    const ports = {
      runs: this.runs,
      links: new DynamoLinks(this.table),
      decisions: new DynamoDecisions(this.table),
      clientify: new ClientifyApi(this.crm.http, 3),
      now: () => this.now,
    };
    await undoRun(ports, runId, { dryRun: false, onRecord: (one) => undone.push(one) });
    return undone;
  }
}
