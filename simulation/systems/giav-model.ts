import { DateTime } from 'luxon';
import { faultError } from '../../lib/giav/faults';
import type { Scheduler } from '../time/scheduler';
import { refusalOf, stored, type GiavHabits } from './giav-habits';
import { GiavPages } from './giav-pages';
import { GiavPapers, idsOf } from './giav-papers';
import { replace, whole, type Raw } from './giav-records';
import { problemsOf } from './giav-schema';
import { UnseenSaves } from './giav-unseen';
import type { Types } from './wsdl';

type Args = Record<string, unknown>;
type Operation = (args: Args) => unknown;

const NO_ACCESS = 'System.Exception: No se tiene acceso al registro';

const fold = (value: unknown): string =>
  (typeof value === 'string' ? value : '').toLowerCase().replace(/[^a-z0-9]/g, '');

/** GIAV's clients and expedientes behind its operations: strict about every request, destructive where the service is. */
export class GiavModel {
  readonly clients = new Map<number, Raw>();
  readonly expedientes = new Map<number, Raw>();
  readonly categories = new Map<number, number[]>();
  readonly pages: GiavPages;
  /** States of expedientes. */
  readonly stages: Raw[];
  /** Clients made by the API, and all PUTs and POSTs that were applied. */
  readonly made = new Set<number>();
  writes = 0;
  /** Told the id of every client that was written, with the record before it. */
  onWrite: (id: number, before: Raw | undefined) => void = () => undefined;
  /** Told when a PUT replaces what a person saved after the last reading of that client: no caller can see that. */
  onUnseen: (id: number, readAt: number) => void = () => undefined;
  onInvalid: (problem: string) => void = () => undefined;
  /** When an expediente was changed, in GIAV's local time; the record does not show it. */
  private readonly filesChangedAt = new Map<number, string>();
  readonly papers = new GiavPapers(this.expedientes, this.filesChangedAt);
  private readonly createdAt = new Map<number, number>();
  private readonly unseen: UnseenSaves;
  private nextId = 40_001;
  private lastLocal = { ms: Number.NaN, text: '' };

  constructor(
    readonly schema: Types,
    private readonly scheduler: Scheduler,
    private readonly habits: GiavHabits,
    private readonly apiKey: string,
    stages: readonly Raw[],
  ) {
    this.stages = [...stages];
    this.unseen = new UnseenSaves(scheduler);
    this.pages = new GiavPages(habits.newestLast, ({ type, Id }) => {
      if (type === 'WsCliente') this.save(Number(Id), {});
      else if (type === 'WsExpediente') this.saveFile(Number(Id), {});
    });
  }

  private readonly operations: Readonly<Record<string, Operation>> = {
    EntityStages_GET: (args) => ({
      WsEntityStage: args['targetClass'] === 'Expediente' ? [...this.stages] : [],
    }),
    CustomData_SEARCH: (args) => ({
      CustomData: this.page(this.papers.ownFieldsOf(args), args),
    }),
    AgenteComercial_SEARCH: (args) => ({
      WsAgenteComercial: this.page(this.papers.agentsOf(args), args),
    }),
    Oficina_SEARCH: (args) => ({
      WsOficina: this.page(
        [{ type: 'WsOficina', Id: 1, Codigo: 'MAD', Denominacion: 'Madrid' }],
        args,
      ),
    }),
    Categories_GET: (args) => ({
      WsCategory: (this.categories.get(Number(args['objectId'])) ?? []).map((Id) => ({
        Id,
        CategoryName: `Categoría ${Id}`,
      })),
    }),
    Reservas_SEARCH: (args) => ({
      WsReserva: this.page(this.papers.search('WsReserva', args), args),
    }),
    Cobro_SEARCH: (args) => ({
      WsCobro: this.page(this.papers.search('WsCobro', args), args),
    }),
    Expediente_InfoEconomica_GET: (args) => this.papers.economyOf(args),
    Cliente_SEARCH: (args) => ({ WsCliente: this.page(this.searchClients(args), args) }),
    Expediente_SEARCH: (args) => ({ WsExpediente: this.page(this.searchFiles(args), args) }),
    Cliente_GET: (args) => {
      this.unseen.read(Number(args['id']));
      return this.one('WsCliente', this.clients, args);
    },
    Expediente_GET: (args) => this.one('WsExpediente', this.expedientes, args),
    Cliente_PUT: (args) => this.put(args),
    Cliente_POST: (args) => this.post(args),
  };

  /** The result of an operation as soap gives it. @throws the adapter's errors, as for a fault. */
  operate(operation: string, args: Args): Record<string, unknown> {
    const problems = problemsOf(this.schema, operation, args);
    for (const problem of problems) this.onInvalid(problem);
    if (problems.length > 0)
      throw faultError(operation, 'Client', 'Server was unable to read request. ---> error in XML');
    if (args['apikey'] !== this.apiKey)
      throw faultError(operation, 'Server', 'System.Exception: ApiKey no válida');
    const act = this.operations[operation];
    if (act === undefined) throw new Error(`the model does not know ${operation}`);
    return { [`${operation}Result`]: act(args) };
  }

  /** What a person does in GIAV's screen; a new record when the id is free. */
  save(id: number, change: Raw): void {
    const record = this.clients.get(id) ?? whole(this.schema, 'WsCliente', { Id: id });
    this.clients.set(id, this.touched({ ...record, ...change }));
    this.createdAt.set(id, this.createdAt.get(id) ?? this.scheduler.now);
    this.unseen.saved(id);
    this.nextId = Math.max(this.nextId, id + 1);
  }

  saveFile(id: number, change: Raw): void {
    const before = this.expedientes.get(id);
    const { stageMovesDate, creationMovesDate = true } = this.habits;
    const moves = stageMovesDate || Object.keys(change).some((name) => name !== 'IdEntityStage');
    this.expedientes.set(id, { ...(before ?? { Id: id }), ...change });
    if (before === undefined ? creationMovesDate : moves)
      this.filesChangedAt.set(id, this.local(this.scheduler.now));
  }

  remove(id: number): void {
    this.clients.delete(id);
  }

  newId(): number {
    return this.nextId++;
  }

  private touched(record: Raw): Raw {
    return { ...record, FechaModificacion: this.local(this.scheduler.now) };
  }

  /** In Spain's time, as GIAV tells it. */
  private local(ms: number): string {
    if (this.lastLocal.ms !== ms)
      this.lastLocal = {
        ms,
        text: DateTime.fromMillis(ms, { zone: 'Europe/Madrid' }).toFormat(
          "yyyy-MM-dd'T'HH:mm:ss.SSS",
        ),
      };
    return this.lastLocal.text;
  }

  private put(args: Args): null {
    const id = Number(args['idCliente']);
    const before = this.clients.get(id);
    if (before === undefined) throw faultError('Cliente_PUT', 'Server', NO_ACCESS);
    this.refuse('Cliente_PUT', args);
    const record = { ...before };
    const since = this.unseen.since(id);
    if (since !== null) this.onUnseen(id, since);
    else this.onWrite(id, before);
    this.unseen.replaced(id);
    this.categories.set(id, replace(this.schema, record, 'Cliente_PUT', args));
    for (const field of this.habits.losesOnPut ?? []) delete record[field];
    this.clients.set(id, this.touched(stored(this.habits, record)));
    this.writes += 1;
    return null;
  }

  /** @throws as for a fault, where a rule of the agency's bookkeeping forbids the write. */
  private refuse(operation: string, args: Args): void {
    const refusal = refusalOf(this.habits, args);
    if (refusal !== null) throw faultError(operation, 'Server', refusal);
  }

  private post(args: Args): number {
    this.refuse('Cliente_POST', args);
    const id = this.newId();
    const record = whole(this.schema, 'WsCliente', { Id: id, Codigo: String(id) });
    this.onWrite(id, undefined);
    this.categories.set(id, replace(this.schema, record, 'Cliente_POST', args));
    this.clients.set(id, this.touched(stored(this.habits, record)));
    this.createdAt.set(id, this.scheduler.now);
    this.made.add(id);
    this.writes += 1;
    return id;
  }

  private one(type: string, records: ReadonlyMap<number, Raw>, args: Args): Raw {
    const record = records.get(Number(args['id']));
    if (record === undefined) throw faultError(type, 'Server', NO_ACCESS);
    return structuredClone(whole(this.schema, type, record));
  }

  private searchClients(args: Args): Raw[] {
    const ids = idsOf(args['idsCliente']);
    const documento = fold(args['documento']);
    const since = args['fechaHoraDesde'] as string | undefined;
    const seen = this.scheduler.now - this.habits.unseenMs;
    return [...this.clients.values()]
      .filter(
        (one) =>
          (args['incluirDeshabilitados'] === true || one['Deshabilitado'] !== 'true') &&
          (ids === null || ids.includes(Number(one['Id']))) &&
          (documento === '' || fold(one['Documento']).includes(documento)) &&
          (since === undefined ||
            (args['modoFecha'] === 'CreacionModificacion' &&
              String(one['FechaModificacion']) >= since)) &&
          (ids !== null || (this.createdAt.get(Number(one['Id'])) ?? 0) <= seen),
      )
      .map((one) => ({ type: 'WsCliente', ...one }));
  }

  private searchFiles(args: Args): Raw[] {
    const ids = idsOf(args['idsExpediente']);
    const clients = idsOf(args['idsCliente']);
    const modified = args['fechaHoraModificacionDesde'] as string | undefined;
    const created = args['fechaCreacionDesde'] as string | undefined;
    const closed = args['estadoCierre'];
    return [...this.expedientes.values()]
      .filter(
        (one) =>
          (ids === null || ids.includes(Number(one['Id']))) &&
          (clients === null || clients.includes(Number(one['IdCliente']))) &&
          (modified === undefined ||
            (this.filesChangedAt.get(Number(one['Id'])) ?? '') >= modified) &&
          (created === undefined || String(one['FechaCreacion']) >= created) &&
          (closed === 'NoAplicar' || (one['Cerrado'] === 'true') === (closed === 'Si')),
      )
      .map((one) => ({ type: 'WsExpediente', ...one }));
  }

  private page(found: readonly Raw[], args: Args): Raw[] {
    return this.pages
      .page(found, args)
      .map(({ type, ...record }) => whole(this.schema, String(type), record));
  }
}
