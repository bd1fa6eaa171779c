import { meetingOf } from '../../lib/config/meeting';
import { ClientifyApi } from '../../lib/clientify/api';
import { ForbiddenRow } from '../../lib/record/forbidden-row';
import { RecordProcessor } from '../../lib/record/process-records';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoLinks } from '../../lib/state/links';
import type { ClientifySwitches } from '../../simulators/clientify/switches';
import { giavClient } from '../harness/giav-records';
import { CountedIds } from './ids';
import { Crm } from './crm';
import { RunOffice } from './run-office';
import type { MemoryTable } from './table';

const nothing = (): Promise<void> => Promise.resolve();
const HOUR_MS = 3_600_000;

/** An agency in memory whose runs and workers have the real adapter and Clientify's simulator before them. */
export class CrmOffice extends RunOffice {
  readonly crm: Crm;
  private readonly workers: ClientifyApi;
  private readonly workIds = new CountedIds();
  /** What happens in Clientify between the plan of a run and its work. */
  beforeWork: () => void = () => undefined;

  constructor(settings: ConstructorParameters<typeof RunOffice>[0] = {}, table?: MemoryTable) {
    const crm = new Crm(() => this.spend());
    super(settings, table, crm.http);
    this.crm = crm;
    const now = (): Date => this.now;
    this.workers = new ClientifyApi(crm.http, 3, { proofs: this.filterProofs, now });
    this.now = new Date();
  }

  /** A watermark, so that the next modified run is one. */
  async ready(): Promise<void> {
    this.start('full', 'first');
    await this.quiet();
    this.crm.reads();
  }

  newClient(id: number, documento: string): void {
    this.giavClients.push(
      giavClient({
        id,
        documento,
        nombre: 'Lucía',
        apellidos: `Ferrer ${id}`,
        email: `lucia${id}@example.com`,
      }),
    );
  }

  /** A run to its end; its clients and all its reads of Clientify. */
  async sync(mode: 'full' | 'modified', runId: string): Promise<readonly string[]> {
    this.start(mode, runId);
    await this.quiet();
    return this.crm.reads();
  }

  /** Contacts and companies with a Documento, as ids. */
  withDocumento(documento: string): string[] {
    return (['contacts', 'companies'] as const).flatMap((collection) =>
      this.crm
        .all(collection)
        .filter((one) => one['taxpayer_identification_number'] === documento)
        .map(({ id }) => String(id)),
    );
  }

  override async doWork(): Promise<void> {
    const messages = this.work.splice(0, 10);
    if (messages.length === 0) return;
    this.beforeWork();
    const deliveries = messages.map((message, at) => ({
      messageId: `w${at}`,
      body: JSON.stringify(message),
      receiptHandle: `w${at}`,
      groupId: message.clientId,
    }));
    const again = await this.processor().process(deliveries);
    this.work.push(...messages.filter((_, at) => again.includes(`w${at}`)));
    if (this.work.length > 0) return this.doWork();
  }

  private processor(): RecordProcessor {
    const { config, now } = this;
    return new RecordProcessor({
      ...this.ports(),
      clientify: this.workers,
      links: new DynamoLinks(this.table),
      claims: new DynamoClaims(this.table, 'secret-of-the-deployment'),
      changes: { send: nothing },
      chance: () => 0,
      workQueue: { postpone: nothing, bury: nothing },
      gate: {
        outageMs: () => Promise.resolve(0),
        about: (_: string, work: () => Promise<unknown>) => work(),
      } as never,
      forbidden: new ForbiddenRow(),
      parallel: 4,
      timeLeft: () => HOUR_MS,
      countCalls: nothing,
      deletedInClientify: config.deletedInClientify,
      nearDocumento: config.nearDocumento,
      meeting: meetingOf(config),
      ids: this.workIds,
      claimant: { holder: 'worker', until: new Date(now.getTime() + HOUR_MS) },
    });
  }
}

/** A Documento without marks. */
export const plainNif = (at: number): string => `${String(at).padStart(8, '0')}A`;

/** An office with a watermark, and contacts that have been in Clientify for years. */
export async function inUse({
  count,
  switches = {},
  documento = plainNif,
}: {
  readonly count: number;
  readonly switches?: Partial<ClientifySwitches>;
  readonly documento?: (at: number) => string;
}): Promise<CrmOffice> {
  const office = new CrmOffice();
  await office.ready();
  Object.assign(office.crm.simulator.switches, { shortPages: 0, shortFirstPage: 0, ...switches });
  office.crm.fill('contacts', count, (at) => ({
    first_name: 'Ana',
    last_name: `Soto ${at}`,
    taxpayer_identification_number: documento(at),
  }));
  return office;
}
