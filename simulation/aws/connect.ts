import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import * as fetcher from '../../functions/page-fetcher';
import * as reconciler from '../../functions/reconcile';
import * as worker from '../../functions/record-worker';
import * as webhook from '../../functions/webhook';
import * as writer from '../../functions/write-back';
import { parseSyncConfig } from '../../lib/config/environment';
import type { SyncConfig } from '../../lib/config/schema';
import type { Log } from '../../lib/ports/log';
import type { Meter } from '../../lib/ports/meter';
import { SqsChangeQueue } from '../../lib/queue/changes';
import { connectClientify } from '../../lib/runtime/connect';
import { connection } from '../../lib/runtime/connection';
import { deskOf } from '../../lib/runtime/connect-desk';
import { connectState, type Services } from '../../lib/runtime/environment';
import { reconcileParallel, shareConcurrency } from '../../lib/stack/limits';
import { RUN } from '../../lib/sync/budget';
import { RetryableError } from '../../lib/sync/errors';
import type { ClientifySimulator } from '../../simulators/clientify/server';
import { CLIENTIFY_URL, fetchFrom } from '../systems/clientify';
import { SimulatedGiav } from '../systems/giav';
import type { GiavModel } from '../systems/giav-model';
import { queueUrl, type Account, type Connects } from './account';
import type { Environment } from './environment';
import type { Handler } from './lambda';
import { SimulatedTable } from './table';

/** What secrets and the settings' parameter hold; may change while all runs. */
export interface Facts {
  settings: string;
  readonly token: string;
  readonly apiKey: string;
  readonly documentoKey: string;
  readonly webhookSecret: string;
}

export interface Outside {
  readonly account: () => Account;
  readonly facts: Facts;
  readonly giav: GiavModel;
  readonly clientify: ClientifySimulator;
  readonly log: Log;
  readonly meter: Meter;
  readonly onEvent: (type: string, detail: string) => void;
}

type PortsOf<Made extends (...args: never[]) => unknown> = ReturnType<Made>;

/** Wrong parts in place of right ones, by which a test sees whether the simulation finds them. */
export interface Plants {
  readonly fetcher?: (ports: PortsOf<typeof fetcher.portsOf>) => PortsOf<typeof fetcher.portsOf>;
  readonly worker?: (ports: PortsOf<typeof worker.portsOf>) => PortsOf<typeof worker.portsOf>;
  readonly writer?: (ports: PortsOf<typeof writer.portsOf>) => PortsOf<typeof writer.portsOf>;
}

const itself = <T>(it: T): T => it;

/** Connects the functions' own code to the simulation, environment by environment. */
export class Connector {
  constructor(
    private readonly outside: Outside,
    private readonly plants: Plants = {},
  ) {}

  get all(): Connects {
    const { fetcher: inFetcher = itself, worker: inWorker = itself } = this.plants;
    const { writer: inWriter = itself } = this.plants;
    return {
      'page-fetcher': (environment) => {
        const connect = this.whenFactsChange(environment, (config) =>
          inFetcher(
            fetcher.portsOf(this.both(environment, config, config.clientify.concurrency), true),
          ),
        );
        return fetcher.handlerOn(connect, this.desk(environment));
      },
      'record-worker': (environment) => {
        const connect = this.whenFactsChange(environment, (config) => {
          const { parallel } = shareConcurrency(config.clientify.concurrency);
          const state = this.state(environment, config, parallel);
          const { documentoKey } = this.outside.facts;
          return inWorker(worker.portsOf(state.state, state.clientify, { config, documentoKey }));
        });
        return worker.handlerOn(connect);
      },
      'write-back': (environment) => {
        const connect = this.whenFactsChange(environment, (config) =>
          inWriter(
            writer.portsOf(this.both(environment, config, 1), this.outside.facts.documentoKey),
          ),
        );
        return writer.handlerOn(connect);
      },
      reconcile: (environment) => {
        const connect = this.whenFactsChange(environment, (config) => {
          const parallel = reconcileParallel(config.clientify.concurrency);
          const { state, clientify } = this.state(environment, config, parallel);
          return reconciler.portsOf(state, clientify, config);
        });
        return reconciler.handlerOn(connect);
      },
      webhook: (environment) => this.webhook(environment),
    };
  }

  /** What people at the console ask for, by the function's own code. */
  private desk(environment: Environment): Parameters<typeof fetcher.handlerOn>[1] {
    const { account, facts, log } = this.outside;
    return this.whenFactsChange(environment, (config) => {
      const both = this.both(environment, config, config.clientify.concurrency);
      return deskOf({
        places: {
          table: new SimulatedTable(account().table, environment),
          sqs: account().sqsOf(environment),
          runQueueUrl: queueUrl('runs'),
          workQueueUrl: queueUrl('work'),
          deadLetterQueueUrl: queueUrl('deadLetter'),
          changeQueueUrl: queueUrl('changes'),
        },
        systems: { giav: both.giav, clientify: both.http, headers: new Map() },
        config,
        deployed: () => Promise.resolve(config),
        autoSetup: true,
        both: () => both,
        documentoKey: facts.documentoKey,
        // The account of the simulation has v1 only.
        webhook: null,
        log,
      });
    });
  }

  private webhook(environment: Environment): Handler {
    const { account, facts, log } = this.outside;
    const changes = new SqsChangeQueue(account().sqsOf(environment), queueUrl('changes'));
    const ports = { changes, secrets: [facts.webhookSecret], log };
    return webhook.handlerOn(() => Promise.resolve(ports), log);
  }

  /** As the functions do it: made again when the settings have changed. */
  private whenFactsChange<T>(
    environment: Environment,
    connect: (config: SyncConfig) => T,
  ): () => Promise<T> {
    const { facts } = this.outside;
    const error = (): Error => new RetryableError('The settings cannot be read at the moment.');
    return connection(
      () => environment.call('facts', 'read', () => facts.settings, { error }),
      (settings) => connect(parseSyncConfig(settings)),
    );
  }

  private services(environment: Environment): Services {
    const { account, log, meter, onEvent } = this.outside;
    const put = ({ input: { Entries = [] } }: PutEventsCommand): object => {
      for (const { DetailType = '', Detail = '' } of Entries) onEvent(DetailType, Detail);
      return { FailedEntryCount: 0 };
    };
    const bus = {
      send: (command: PutEventsCommand) => environment.call('bus', 'put', () => put(command)),
    };
    return {
      table: new SimulatedTable(account().table, environment),
      sqs: account().sqsOf(environment),
      bus: bus as unknown as EventBridgeClient,
      meter: { add: (...one) => meter.add(...one), flush: () => undefined },
      log,
    };
  }

  private state(environment: Environment, config: SyncConfig, parallel: number) {
    const env = environmentVariables(config, parallel);
    const state = connectState(env, this.services(environment));
    const fetch = fetchFrom(environment, this.outside.clientify);
    const { token } = this.outside.facts;
    return { state, clientify: connectClientify(env, state.gate, { token }, config, fetch) };
  }

  private both(environment: Environment, config: SyncConfig, parallel: number) {
    const { state, clientify } = this.state(environment, config, parallel);
    const { facts, giav: model } = this.outside;
    const giav = SimulatedGiav.by(config, facts.apiKey, model, environment);
    return { ...state, config, giav, ...clientify };
  }
}

/** What the template gives its functions. */
const environmentVariables = (config: SyncConfig, parallel: number): NodeJS.ProcessEnv => ({
  TABLE_NAME: 'table',
  WORK_QUEUE_URL: queueUrl('work'),
  DEAD_LETTER_QUEUE_URL: queueUrl('deadLetter'),
  RUN_QUEUE_URL: queueUrl('runs'),
  CHANGE_QUEUE_URL: queueUrl('changes'),
  EVENT_BUS_NAME: 'bus',
  LEASE_SECONDS: String(RUN.leaseSeconds),
  CHECK_SECONDS: String(RUN.checkSeconds),
  CLIENTIFY_BASE_URL: CLIENTIFY_URL,
  PARALLEL_CALLS: String(parallel),
  CLIENTIFY_TIMEOUT_SECONDS: String(config.clientify.timeoutSeconds),
  CLIENTIFY_RETRY_SECONDS: String(config.clientify.retrySeconds),
});
