import type { Raw } from './giav-records';

type Args = Record<string, unknown>;

export const idsOf = (list: unknown): readonly number[] | null =>
  (list as { int: number[] } | undefined)?.int ?? null;

/** What each expediente has while nobody says otherwise. */
const USUAL = { WsReserva: [700, -50.25], WsCobro: [200] } as const;

/** What belongs to expedientes and clients without being part of them: reservations, collections, agents, own fields. */
export class GiavPapers {
  /** null: of each expediente the same few, which change with it and with nothing else. */
  readonly given: { WsReserva: readonly Raw[] | null; WsCobro: readonly Raw[] | null } = {
    WsReserva: null,
    WsCobro: null,
  };
  /** null: whoever is asked for, by an alias. */
  agents: readonly Raw[] | null = null;
  /** Definitions, each with the class (`Cliente`, `Expediente`) that has it. */
  ownFields: readonly { readonly of: string; readonly field: Raw }[] = [];
  /** What is pending of groups, by their ids. */
  readonly pending = new Map<number, string>();

  /** @param changedAt when each expediente was changed, in GIAV's local time */
  constructor(
    private readonly files: ReadonlyMap<number, Raw>,
    private readonly changedAt: ReadonlyMap<number, string>,
  ) {}

  search(type: 'WsReserva' | 'WsCobro', args: Args): Raw[] {
    const since = args['fechaHoraModificacionDesde'] as string | undefined;
    const ids = idsOf(args['idsExpediente']);
    const all = this.given[type] ?? this.usual(type, ids ?? [...this.files.keys()]);
    return all
      .filter(
        (one) =>
          (ids === null || ids.includes(Number(one['IdExpediente']))) &&
          (since === undefined || String(one['FechaModificacion']) >= since) &&
          isWithin(one[type === 'WsReserva' ? 'Venta' : 'Importe'], args),
      )
      .map((one) => ({ type, ...one }));
  }

  private usual(type: 'WsReserva' | 'WsCobro', ids: readonly number[]): Raw[] {
    return ids
      .filter((id) => this.files.has(id))
      .flatMap((IdExpediente) =>
        USUAL[type].map((amount, at) => ({
          Id: IdExpediente * 10 + at,
          IdExpediente,
          Venta: String(amount),
          Importe: String(amount),
          TipoOperacion: 'Cobro',
          FechaModificacion: this.changedAt.get(IdExpediente) ?? '',
        })),
      );
  }

  /** Nobody has seen a list without a filter: it is answered with nothing. */
  agentsOf(args: Args): Raw[] {
    const ids = idsOf(args['idsAgente']) ?? [];
    const all = this.agents ?? ids.map((Id) => ({ Id, AliasAgente: `Agente ${Id}` }));
    return all
      .filter(
        (one) =>
          ids.includes(Number(one['Id'])) &&
          (args['incluirBloqueados'] === true || one['Bloqueado'] !== 'true'),
      )
      .map((one) => ({ type: 'WsAgenteComercial', ...one }));
  }

  ownFieldsOf({ targetClass }: Args): Raw[] {
    const classes = (targetClass as { CrmTargetClass: string[] } | null)?.CrmTargetClass ?? [];
    return this.ownFields
      .filter(({ of }) => classes.includes(of))
      .map(({ field }) => ({ type: 'CustomData', ...field }));
  }

  economyOf({ id }: Args): Raw {
    return { PendienteCobrar: this.pending.get(Number(id)) ?? '0' };
  }
}

/** A bound that was sent filters, whatever was meant by it. */
const isWithin = (amount: unknown, { importeDesde: from, importeHasta: to }: Args): boolean =>
  (from === null || from === undefined || Number(amount) >= Number(from)) &&
  (to === null || to === undefined || Number(amount) <= Number(to));
