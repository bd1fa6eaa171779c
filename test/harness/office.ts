import { ClientifyAccountApi } from '../../lib/clientify/account';
import { webhookBodies } from '../../lib/clientify/webhook-payloads';
import type { Server } from 'node:http';
import { COLLECTION } from '../../lib/clientify/lists';
import { ClientifyGate } from '../../lib/clientify/gate';
import { parseSyncConfig } from '../../lib/config/environment';
import { meetingOf } from '../../lib/config/meeting';
import type { ChangeMessage, RecordMessage, RunMessage } from '../../lib/ports/messages';
import { connectRecords } from '../../lib/runtime/connect-records';
import { countryCode } from '../../lib/sync/country-code';
import { ids } from '../../lib/runtime/ids';
import { DynamoAccount } from '../../lib/state/account';
import { DynamoClaims } from '../../lib/state/claims';
import { Audits } from '../../lib/state/audits';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoFilterProofs } from '../../lib/state/filter-proofs';
import { DynamoEmailClaims } from '../../lib/state/email-claims';
import { DynamoFailures } from '../../lib/state/failures';
import { DynamoHourlyWrites } from '../../lib/state/hourly-writes';
import { DynamoIncidents } from '../../lib/state/incidents';
import { DynamoIndexParts } from '../../lib/state/index-parts';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoPauses } from '../../lib/state/pauses';
import { DynamoPending } from '../../lib/state/pending';
import { DynamoReconciliations } from '../../lib/state/reconciliations';
import type { Run, Summary } from '../../lib/ports/run';
import { DynamoRuns } from '../../lib/state/runs';
import { DynamoSamples } from '../../lib/state/samples';
import { DynamoUnverifiedWrites } from '../../lib/state/unverified-writes';
import { DynamoWatermarks } from '../../lib/state/watermarks';
import { SECRET_HEADER, acceptWebhook } from '../../lib/way-back/accept-webhook';
import { driveRun } from '../../lib/run/drive-run';
import { DryRun, type DryRunEnd } from '../../lib/dry-run/dry-run';
import { processChanges } from '../../lib/way-back/process-changes';
import { ForbiddenRow } from '../../lib/record/forbidden-row';
import { RecordProcessor } from '../../lib/record/process-records';
import { reconcile } from '../../lib/way-back/reconcile';
import type { CrmRecord, GiavRecord } from '../../simulators/agency/data';
import { listen, readBody } from '../../simulators/http';
import { MemoryTable } from '../ports/table';
import { startClientify, type Clientify } from './clientify';
import type { SharedGiav } from './shared-giav';

const SECRET = 'hook-secret';
const AT_THE_SCREEN = 'Mozilla/5.0 (a person)';
const CONFIG = { writeBack: { mode: 'on', acknowledgeUnreadable: true } };
/** Deliveries after which something goes round in circles. */
const MANY = 500;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const nothing = (): Promise<void> => Promise.resolve();

/**
 * An agency whose functions run in this process, one delivery after the other: their use cases with the real adapters
 * and the real state, with queues that are lists, against GIAV and Clientify over the wire.
 */
export class Office {
  readonly table = new MemoryTable();
  readonly links = new DynamoLinks(this.table);
  readonly account = new DynamoAccount(this.table);
  readonly filterProofs = new DynamoFilterProofs(this.table);
  readonly decisions = new DynamoDecisions(this.table);
  private readonly config = parseSyncConfig(JSON.stringify(CONFIG));
  private readonly runQueue: RunMessage[] = [];
  private readonly workQueue: RecordMessage[] = [];
  private readonly changeQueue: ChangeMessage[] = [];
  private hook: { server: Server; url: string } | null = null;
  private delivered = 0;

  private constructor(
    readonly giav: SharedGiav,
    readonly clientify: Clientify,
  ) {}

  static async open(
    giav: SharedGiav,
    data: { clients: readonly GiavRecord[]; expedientes: readonly GiavRecord[] },
  ): Promise<Office> {
    await giav.control('PUT', 'data/clients', data.clients);
    await giav.control('PUT', 'data/expedientes', data.expedientes);
    const office = new Office(giav, await startClientify());
    office.hook = await listen(async (request, response) => {
      const status = await acceptWebhook(
        { changes: office.changes, bodies: webhookBodies, secrets: [SECRET], log: silent },
        {
          method: request.method ?? '',
          headers: { [SECRET_HEADER]: request.headers[SECRET_HEADER] as string | undefined },
          secrets: [],
          body: Buffer.from(await readBody(request)),
        },
      );
      response.writeHead(status).end();
    });
    const slot = { target: office.hook.url, headers: { [SECRET_HEADER]: SECRET }, active: true };
    const { slots } = office.clientify.simulator.webhooks;
    for (const entity of ['contacts', 'companies'] as const) Object.assign(slots[entity], slot);
    return office;
  }

  close(): void {
    this.hook?.server.close();
    this.hook?.server.closeAllConnections();
    this.clientify.simulator.stop();
  }

  /** A run to its end, with all that it and what it asked for leave on the queues. */
  async run(mode: 'full' | 'modified'): Promise<{ run: Run; summary: Summary }> {
    const runId = ids.run(new Date());
    this.runQueue.push({ v: 1, kind: 'start', mode, runId });
    await this.drain();
    const run = await new DynamoRuns(this.table, 0).get(runId);
    if (!run?.summary)
      throw new Error(`the run is ${run?.status ?? 'not there'}: ${run?.error?.message ?? ''}`);
    return { run, summary: run.summary };
  }

  dryRun(): Promise<DryRunEnd> {
    const ports = this.ports();
    return new DryRun({
      ...ports,
      clientify: this.wholeAccount(),
      records: ports.clientify,
      onRecord: nothing,
      onProgress: () => undefined,
    }).run('full');
  }

  /** Hooks are delivered, and what they hint at is looked at. */
  async afterHooks(): Promise<void> {
    while (this.clientify.simulator.webhooks.pending > 0)
      await new Promise((resolve) => setImmediate(resolve));
    await this.drain();
  }

  async reconcile(): Promise<void> {
    const ports = this.ports();
    await reconcile({
      ...ports,
      clientify: this.wholeAccount(),
      reconciliations: new DynamoReconciliations(this.table),
      writes: true,
    });
    await this.drain();
  }

  /** What a person does at Clientify's screen. */
  async atTheScreen(method: string, path: string, body?: unknown): Promise<CrmRecord> {
    const answer = await fetch(`${this.clientify.simulator.url}${path}`, {
      method,
      headers: {
        'User-Agent': AT_THE_SCREEN,
        Authorization: 'Token test-token',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? {} : ((await answer.json()) as CrmRecord);
  }

  private readonly changes = {
    send: (message: ChangeMessage): Promise<void> =>
      Promise.resolve(void this.changeQueue.push(message)),
    postpone: nothing,
  };

  private async drain(): Promise<void> {
    for (let times = 0; times < MANY; times++) {
      if (this.workQueue.length > 0) await this.workOn(this.workQueue.splice(0, 10));
      else if (this.changeQueue.length > 0) await this.lookAt(this.changeQueue.splice(0, 10));
      else {
        const next = this.runQueue.shift();
        if (next === undefined) return;
        await driveRun(this.drivePorts(), JSON.stringify(next), `run-${++this.delivered}`);
      }
    }
    throw new Error('The queues do not become empty');
  }

  private delivery<T>(message: T, groupId: string) {
    const messageId = `m${++this.delivered}`;
    return { messageId, body: JSON.stringify(message), receiptHandle: messageId, groupId, message };
  }

  private readonly forbidden = new ForbiddenRow();

  private async workOn(messages: readonly RecordMessage[]): Promise<void> {
    const deliveries = messages.map((message) => this.delivery(message, message.clientId));
    const again = await new RecordProcessor({
      ...this.ports(),
      countCalls: nothing,
      forbidden: this.forbidden,
    }).process(deliveries);
    for (const { messageId, message } of deliveries)
      if (again.includes(messageId)) this.workQueue.push(message);
  }

  private async lookAt(messages: readonly ChangeMessage[]): Promise<void> {
    const groupOf = (message: ChangeMessage): string =>
      message.kind === 'change' ? `${message.of}-${message.id}` : 'samples';
    const deliveries = messages.map((message) => ({
      ...this.delivery(message, groupOf(message)),
      receiveCount: 1,
      sentAt: new Date(),
    }));
    const again = await processChanges(this.ports(), deliveries);
    for (const { messageId, message } of deliveries)
      if (again.includes(messageId)) this.changeQueue.push(message);
  }

  private drivePorts() {
    const ports = this.ports();
    return {
      ...ports,
      audits: new Audits(this.table),
      clientify: this.wholeAccount(),
      indexParts: new DynamoIndexParts(this.table, 'secret'),
      queue: ports.workQueue,
      autoSetup: true,
      reserveMs: 0,
    };
  }

  private wholeAccount(): ClientifyAccountApi {
    return new ClientifyAccountApi(this.clientify.http, 3, this.filterProofs);
  }

  private ports() {
    const { table, config, clientify, giav, links, account } = this;
    const events = { announce: nothing, announceAll: nothing };
    const meter = { add: () => undefined, flush: () => undefined };
    const state = {
      account,
      filterProofs: this.filterProofs,
      emailClaims: new DynamoEmailClaims(table),
      links,
      meter,
      log: silent,
    };
    return {
      table,
      config,
      links,
      account,
      decisions: this.decisions,
      giav: giav.api,
      http: clientify.http,
      parallel: 3,
      clientify: connectRecords(clientify.http, 3, { ...state, events: events as never }),
      claims: new DynamoClaims(table, 'secret-of-the-deployment'),
      runs: new DynamoRuns(table, 60_000),
      failures: new DynamoFailures(table),
      pending: new DynamoPending(table),
      watermarks: new DynamoWatermarks(table),
      incidents: new DynamoIncidents(table),
      hourlyWrites: new DynamoHourlyWrites(table),
      unverified: new DynamoUnverifiedWrites(table, links),
      samples: new DynamoSamples(table),
      gate: new ClientifyGate(new DynamoPauses(table, 'clientify')),
      putSettings: config.writeBack,
      deletedInClientify: config.deletedInClientify,
      nearDocumento: config.nearDocumento,
      meeting: meetingOf(config),
      staysForgotten: true,
      pacing: { checkSeconds: 0, watchSeconds: 900 },
      ids,
      claimant: { holder: `i${++this.delivered}`, until: new Date(Date.now() + 60_000) },
      clock: { now: () => new Date() },
      chance: () => 0,
      timeLeft: () => 60_000,
      countryCode,
      recordUrl: (kind: 'contact' | 'company', id: string) =>
        clientify.http.resourceUrl(`${COLLECTION[kind]}${id}/`),
      log: silent,
      meter,
      events,
      changes: this.changes,
      runQueue: {
        // One that only comes back if its invocation dies never does here.
        send: (message: RunMessage, delaySeconds = 0): Promise<void> => {
          if (delaySeconds < 900) this.runQueue.push(message);
          return Promise.resolve();
        },
      },
      workQueue: {
        send: (messages: readonly RecordMessage[]): Promise<void> =>
          Promise.resolve(void this.workQueue.push(...messages)),
        isEmpty: () => Promise.resolve(this.workQueue.length === 0),
        deadLetters: () => Promise.resolve(0),
        bury: (body: string) => Promise.reject(new Error(`buried: ${body.slice(0, 200)}`)),
        postpone: nothing,
      },
    };
  }
}
