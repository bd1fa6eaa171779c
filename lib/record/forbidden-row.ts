import { ConfigurationError } from '../sync/errors';
import type { NamedRecord } from '../ports/messages';

/** Different records in a row that Clientify forbids before it is taken for the key's or the account's trouble. */
export const FORBIDDEN_IN_A_ROW = 20;

/**
 * Records that Clientify forbade (403) with none written in between. One of them is its own trouble; only a long row is
 * everybody's. One per process, so that the row goes on from one batch to the next.
 */
export class ForbiddenRow {
  private readonly records = new Set<string>();

  /** The error that stops the run, once the row is long enough. The same record again is no other one. */
  add({ entity, id }: NamedRecord, told: string): ConfigurationError | null {
    this.records.add(`${entity} ${id}`);
    if (this.records.size < FORBIDDEN_IN_A_ROW) return null;
    this.broken();
    return new ConfigurationError(
      {
        en: `Clientify forbade ${FORBIDDEN_IN_A_ROW} records in a row, the last one with: ${told}. Check the role of the key's user and the plan of the account. The records are in the failed list.`,
        es: `Clientify no ha permitido ${FORBIDDEN_IN_A_ROW} registros seguidos, el último con: ${told}. Revise el rol del usuario de la clave y el plan de la cuenta. Los registros están en la lista de fallidos.`,
      },
      403,
    );
  }

  /** A record was written, or refused for what it holds: Clientify lets this key write. */
  broken(): void {
    this.records.clear();
  }
}
