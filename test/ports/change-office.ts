import { ClientifyApi } from '../../lib/clientify/api';
import { ClientifyHttp } from '../../lib/clientify/http';
import { parseSyncConfig } from '../../lib/config/environment';
import type { RunMessage } from '../../lib/ports/messages';
import { DynamoAccount } from '../../lib/state/account';
import { DynamoClaims } from '../../lib/state/claims';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoHourlyWrites } from '../../lib/state/hourly-writes';
import { DynamoIncidents } from '../../lib/state/incidents';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPending } from '../../lib/state/pending';
import { DynamoSamples } from '../../lib/state/samples';
import { DynamoUnverifiedWrites } from '../../lib/state/unverified-writes';
import { DynamoWatermarks } from '../../lib/state/watermarks';
import { DynamoWayBackNotes } from '../../lib/state/way-back-notes';
import type { ClientKind, Target, TargetKind, TargetRef } from '../../lib/sync/target';
import type { ChangeDelivery, ChangePorts } from '../../lib/way-back/process-changes';
import { processChanges } from '../../lib/way-back/process-changes';
import { ClientifyInMemory } from '../harness/clientify-in-memory';
import { GiavInMemory } from '../harness/giav-in-memory';
import { MemoryTable } from './table';

/** Clientify's adapter, whose records are in memory; `fault` in place of what it would answer. */
class Records extends ClientifyApi {
  fault: Error | null = null;
  readonly reads: string[] = [];

  constructor(private readonly crm: ClientifyInMemory) {
    super(new ClientifyHttp({ baseUrl: 'http://clientify.invalid/v1', token: 't' }), 1);
  }
  override read(kind: TargetKind, id: string): Promise<Target | null> {
    this.reads.push(`${kind} ${id}`);
    return this.fault ? Promise.reject(this.fault) : this.crm.read(kind, id);
  }
  override findByDocumento(kind: ClientKind, documento: string): Promise<TargetRef[]> {
    return this.crm.findByDocumento(kind, documento);
  }
}

/** The function that takes changes in Clientify back to GIAV, on the real state in memory, and all that it tells. */
export class ChangeOffice {
  readonly table = new MemoryTable();
  readonly crm = new ClientifyInMemory();
  readonly records = new Records(this.crm);
  readonly giav = new GiavInMemory();
  readonly links = new DynamoLinks(this.table);
  readonly pending = new DynamoPending(this.table);
  readonly failures = new DynamoFailures(this.table);
  readonly notes = new DynamoWayBackNotes(this.table);
  readonly decisions = new DynamoDecisions(this.table);
  readonly asked: RunMessage[] = [];
  readonly postponed: [string, number][] = [];
  readonly buried: string[][] = [];
  readonly told: object[] = [];
  readonly announced: [string, object][] = [];
  readonly measured: unknown[][] = [];
  readonly said: [string, string, object][] = [];
  now = new Date('2026-11-01T10:00:00Z');
  left: () => number = () => 60_000;
  private next = 0;

  constructor(private readonly settings: object = {}) {}

  /** Somebody may be a client: a contact with the status of clients. */
  person(id: string, documento: string, fields: object = {}, gesinturId = ''): Target {
    return this.crm.put(
      'contact',
      id,
      {
        first_name: 'Ana',
        last_name: 'Gil',
        status: 'client',
        taxpayer_identification_number: documento,
        ...fields,
      },
      gesinturId === '' ? {} : { gesintur_id: gesinturId },
    );
  }

  hint(id: string, more: Partial<ChangeDelivery> = {}, change: object = {}): ChangeDelivery {
    const at = ++this.next;
    const body = { v: 1, kind: 'change', of: 'contact', id, source: 'webhook', ...change };
    return {
      messageId: `m${at}`,
      body: JSON.stringify(body),
      receiptHandle: `r${at}`,
      groupId: `contact-${id}`,
      receiveCount: 1,
      sentAt: this.now,
      ...more,
    };
  }

  /** Ids of the messages that come again. */
  process(...deliveries: readonly ChangeDelivery[]): Promise<string[]> {
    return processChanges(this.ports(), deliveries);
  }

  ports(): ChangePorts {
    const { table, links } = this;
    const say =
      (level: string) =>
      (text: string, ids: object = {}) =>
        void this.said.push([level, text, ids]);
    return {
      giav: this.giav,
      clientify: this.records,
      links,
      account: new DynamoAccount(table),
      claims: new DynamoClaims(table, 'secret-of-the-deployment'),
      incidents: new DynamoIncidents(table),
      hourlyWrites: new DynamoHourlyWrites(table),
      unverified: new DynamoUnverifiedWrites(table, links),
      pending: this.pending,
      watermarks: new DynamoWatermarks(table),
      decisions: this.decisions,
      failures: this.failures,
      samples: new DynamoSamples(table),
      notes: this.notes,
      events: {
        announce: (name, detail) => Promise.resolve(void this.announced.push([name, detail])),
        announceAll: (made) => Promise.resolve(void this.told.push(...made)),
      },
      changes: {
        postpone: (handle, seconds) => Promise.resolve(void this.postponed.push([handle, seconds])),
        send: () => Promise.resolve(),
      },
      workQueue: { bury: (...letter) => Promise.resolve(void this.buried.push(letter)) },
      runQueue: { send: (message) => Promise.resolve(void this.asked.push(message)) },
      config: parseSyncConfig(
        JSON.stringify({
          writeBack: { mode: 'on', acknowledgeUnreadable: true },
          ...this.settings,
        }),
      ),
      putSettings: { taxDistricts: {}, refusePortalClients: false },
      countryCode: () => null,
      claimant: { holder: 'one', until: new Date(this.now.getTime() + 300_000) },
      clock: { now: () => this.now },
      log: { info: say('info'), warn: say('warn'), error: say('error') },
      meter: { add: (...told: unknown[]) => void this.measured.push(told) },
      timeLeft: () => this.left(),
    };
  }
}
