import type { Log } from '../../lib/ports/log';
import type { ClientifySimulator } from '../../simulators/clientify/server';
import { Vocabulary } from '../agency/vocabulary';
import type { Call, Fault } from '../aws/environment';
import type { GiavModel } from '../systems/giav-model';
import type { Raw } from '../systems/giav-records';
import type { Scheduler } from '../time/scheduler';

/** A rule that did not hold. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
  /** Milliseconds since 1970, by the virtual clock. */
  readonly at: number;
}

interface Watched {
  readonly giav: GiavModel;
  readonly clientify: ClientifySimulator;
  readonly scheduler: Scheduler;
}

/** Fields of GIAV's record that a PUT of the way back may change. */
const EDITABLE = new Set([
  'FechaModificacion',
  'Email',
  'Apellidos',
  'Nombre',
  'NombreAlias',
  'Direccion',
  'Telefono',
  'Fax',
  'CodPostal',
  'Poblacion',
  'Provincia',
  'Comentarios',
  'Movil',
  'RelevantDates',
]);

/** Sees every call, log line and event, and what is written; keeps what must not be. */
export class Watch {
  readonly violations: Violation[] = [];
  readonly calls = { all: 0, clientifyWrites: 0 };
  /** What happened, as text, when somebody wants to know. */
  trace: ((line: string) => void) | null = null;
  private readonly told = new Set<string>();

  constructor(
    private readonly watched: Watched,
    /** What no log line and no event may hold. */
    private readonly secrets: readonly string[],
  ) {
    const { giav } = watched;
    giav.onInvalid = (problem) => this.violated('a request to GIAV is valid', problem);
    giav.onWrite = (id, before) => {
      if (before) queueMicrotask(() => this.comparePut(id, before, giav.clients.get(id) ?? {}));
    };
  }

  readonly log: Log = {
    info: (message, ids) => this.logged('info', message, ids),
    warn: (message, ids) => this.logged('warn', message, ids),
    error: (message, ids) => this.logged('error', message, ids),
  };

  violated(invariant: string, detail: string): void {
    const key = `${invariant} ${detail}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.violations.push({ invariant, detail, at: this.watched.scheduler.now });
    this.note(`VIOLATED ${invariant}: ${detail}`);
  }

  note(line: string): void {
    this.trace?.(`${new Date(this.watched.scheduler.now).toISOString()} ${line}`);
  }

  called(call: Call, fault: Fault | undefined): void {
    this.calls.all += 1;
    if (call.port === 'clientify' && !call.name.startsWith('GET')) this.calls.clientifyWrites += 1;
    if (this.trace)
      this.note(
        `${call.function} ${call.port} ${call.name}${fault ? ` [${typeof fault === 'string' ? fault : 'told'}]` : ''}`,
      );
  }

  announced(type: string, detail: string): void {
    this.checkWords('an event holds no secret and no personal data', `${type} ${detail}`);
    if (this.trace) this.note(`event ${type} ${detail}`);
  }

  private logged(level: string, message: string, ids: unknown): void {
    const line = `${level} ${message} ${JSON.stringify(ids ?? {})}`;
    this.checkWords('a log line holds no secret and no personal data', line);
    if (this.trace) this.note(line);
  }

  private checkWords(invariant: string, text: string): void {
    const found =
      Vocabulary.wordsIn(text).length > 0 || this.secrets.some((one) => text.includes(one));
    if (found) this.violated(invariant, text.replace(/zq\d+|\d{5,}/gi, '…'));
  }

  private comparePut(id: number, before: Raw, after: Raw): void {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
      if (!EDITABLE.has(name) && isLost(before[name], after[name]))
        this.violated('a PUT changes nothing but edits', `client ${id}: ${name}`);
  }
}

const EMPTY: ReadonlySet<unknown> = new Set([undefined, null, '']);
const isLost = (before: unknown, after: unknown): boolean =>
  JSON.stringify(before) !== JSON.stringify(after) && !(EMPTY.has(before) && EMPTY.has(after));
