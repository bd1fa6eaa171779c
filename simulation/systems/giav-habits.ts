import type { Raw } from './giav-records';

/** What nobody knows for sure of the service (contract, section 7). */
export interface GiavHabits {
  /** A new client is not found by searches for so long. */
  readonly unseenMs: number;
  /** Lists follow the dates of changes instead of the ids. */
  readonly newestLast: boolean;
  readonly trimsTexts: boolean;
  readonly plainDocumentos: boolean;
  /** A change of an expediente's state moves its date. */
  readonly stageMovesDate: boolean;
  /** The creation of an expediente counts as a change. @default true */
  readonly creationMovesDate?: boolean;
  /** Names are turned to capitals. */
  readonly upperCaseNames?: boolean;
  /** Fields that a PUT loses although they were sent. */
  readonly losesOnPut?: readonly string[];
  /** Writes without the accounting account are refused. */
  readonly wantsAccount?: boolean;
}

const NAMES = ['Nombre', 'Apellidos'];

/** What the service makes of texts. */
export function stored(
  { trimsTexts, plainDocumentos, upperCaseNames }: GiavHabits,
  record: Raw,
): Raw {
  const after = Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      trimsTexts && typeof value === 'string' ? value.trim() : value,
    ]),
  );
  if (plainDocumentos && typeof after['Documento'] === 'string')
    after['Documento'] = after['Documento'].toUpperCase().replace(/[^A-Z0-9]/g, '');
  for (const name of upperCaseNames ? NAMES : [])
    if (typeof after[name] === 'string') after[name] = after[name].toUpperCase();
  return after;
}

/** Why the service refuses a write, in its own words; null = it does not. */
export const refusalOf = ({ wantsAccount }: GiavHabits, args: Raw): string | null =>
  wantsAccount && !args['cuentaContableCliente']
    ? 'System.FormatException: La cuenta contable del cliente debe tener 10 dígitos'
    : null;
