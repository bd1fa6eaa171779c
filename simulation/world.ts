import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSyncConfig } from '../lib/config/environment';
import type { SyncConfig } from '../lib/config/schema';
import type { Meter } from '../lib/ports/meter';
import { schedulesOf } from '../lib/stack/schedule-list';
import { ClientifySimulator } from '../simulators/clientify/server';
import { PIPELINES, STAGES, fillAgency, oldContacts } from './agency/clients';
import { People } from './agency/people';
import { Vocabulary } from './agency/vocabulary';
import { Account, type Connects } from './aws/account';
import { Connector, type Facts, type Plants } from './aws/connect';
import type { Call, End, Fault, Surroundings } from './aws/environment';
import { Schedules } from './aws/schedules';
import { Watch } from './invariants/watch';
import { CLIENTIFY_URL, SECOND_URL } from './systems/clientify';
import type { GiavHabits } from './systems/giav-habits';
import { GiavModel } from './systems/giav-model';
import { readTypes, type Types } from './systems/wsdl';
import { allowUnseenEdits } from './systems/unseen-edits';
import { deliverTo } from './systems/webhook-calls';
import { takeOver } from './time/process-time';
import { Random } from './time/random';
import { Scheduler } from './time/scheduler';

export interface WorldOptions {
  readonly seed: number;
  readonly clients: number;
  /** The mapping settings as the parameter holds them (JSON). */
  readonly settings: string;
  readonly habits: GiavHabits;
  /** Switches of Clientify that differ from the simulator's defaults. */
  readonly switches: Partial<ClientifySimulator['switches']>;
  /** How many times longer than usual both systems take to answer. @default 1 */
  readonly slowness?: number;
  /** When it begins (ISO). */
  readonly start: string;
  /** @default - nothing is wrong but what happens to calls */
  readonly plants?: Plants;
}

const SECRETS = {
  token: 'token-of-the-simulation',
  apiKey: 'key-of-the-simulation',
  documentoKey: 'documento-key-of-the-simulation-0123456789',
  webhookSecret: 'hook-secret-of-the-simulation',
};
const NOTHING_ELSE = {
  clients: [],
  expedientes: [],
  stages: [],
  offices: [],
  invoices: [],
  reservations: [],
  companies: [],
  deals: [],
};

let types: Types | undefined;
const giavTypes = (): Types =>
  (types ??= readTypes(readFileSync(join(__dirname, '..', 'wsdl', 'giav.wsdl'), 'utf8')));

/** An agency, both systems, the deployment and the clock: all that there is, until `close`. */
export class World {
  readonly words = new Vocabulary();
  readonly random: Random;
  readonly facts: Facts;
  readonly giav: GiavModel;
  readonly clientify: ClientifySimulator;
  readonly people: People;
  readonly watch: Watch;
  readonly account: Account;
  readonly schedules: Schedules;
  /** Clients that were erased on their wish. */
  readonly forgotten = new Set<string>();
  /** Decides what becomes of a call; undefined = nothing odd. */
  faultOf: (call: Call) => Fault | undefined = () => undefined;

  /** Told every metric of every function. */
  onMetric: Meter['add'] = () => undefined;
  /** Told how every invocation of a function ended. */
  onEnd: (functionName: string, end: End) => void = () => undefined;

  /** Takes the process's time over until it is closed: one world at a time. */
  static open(options: WorldOptions): World {
    const known = giavTypes();
    const scheduler = new Scheduler(Date.parse(options.start));
    const close = takeOver(scheduler, new Random(options.seed).fork('chance'));
    try {
      return new World(options, known, scheduler, close);
    } catch (error) {
      close();
      throw error;
    }
  }

  private constructor(
    options: WorldOptions,
    known: Types,
    readonly scheduler: Scheduler,
    /** Gives the process its own time back. */
    readonly close: () => void,
  ) {
    this.random = new Random(options.seed);
    this.facts = { settings: options.settings, ...SECRETS };
    this.giav = new GiavModel(known, scheduler, options.habits, SECRETS.apiKey, STAGES);
    fillAgency(this.giav, options.clients, this.words, this.random.fork('agency'));
    this.clientify = this.makeClientify(options);
    allowUnseenEdits(this.clientify, this.words, scheduler);
    this.people = new People(this);
    this.giav.onUnseen = (id, readAt) => this.words.withdrawTyped('giav', String(id), readAt);
    this.watch = new Watch(this, Object.values(SECRETS));
    const config = parseSyncConfig(options.settings);
    const around = this.surroundings(options.slowness ?? 1);
    const connects = this.connects(options.plants);
    this.account = new Account(connects, config.clientify.concurrency, around);
    deliverTo(this.account.functions.webhook, this.clientify, SECRETS.webhookSecret);
    this.schedules = new Schedules(schedulesOf(config), this.account.queues, around);
  }

  /** The mapping settings as they are now. */
  get config(): SyncConfig {
    return parseSyncConfig(this.facts.settings);
  }

  private makeClientify({ clients, switches }: WorldOptions): ClientifySimulator {
    const clientify = ClientifySimulator.within({
      data: {
        ...NOTHING_ELSE,
        contacts: oldContacts(clients, this.words, this.random.fork('contacts')),
        pipelines: PIPELINES.map(({ name, stages }) => ({ name, stages: [...stages] })),
      },
      token: SECRETS.token,
      url: CLIENTIFY_URL,
      secondUrl: SECOND_URL,
    });
    Object.assign(clientify.switches, { hookDelayMs: 300, anyTarget: true }, switches);
    return clientify;
  }

  private surroundings(slowness: number): Surroundings {
    return {
      scheduler: this.scheduler,
      random: this.random.fork('latency'),
      slowness,
      faultOf: (call) => this.faultOf(call),
      onCall: (call, fault) => this.watch.called(call, fault),
      onEnd: (name, end) => this.onEnd(name, end),
    };
  }

  private connects(plants?: Plants): Connects {
    const { facts, giav, clientify, watch } = this;
    const outside = {
      account: () => this.account,
      facts,
      giav,
      clientify,
      log: watch.log,
      meter: { add: (...metric: Parameters<Meter['add']>) => this.onMetric(...metric) },
      onEvent: (type: string, detail: string) => watch.announced(type, detail),
    };
    return new Connector(outside, plants).all;
  }
}
