/** Sums of money as GIAV writes it: a decimal text, exact to its last digit. No floats. */

/** A decimal number: `units` of 10^-`scale`. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const FORM = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/;

/** null: no number. */
function decimalOf(text: string): Decimal | null {
  const [, sign = '', whole = '', part = '', exponent = '0'] = FORM.exec(text) ?? [];
  if (whole === '' && part === '') return null;
  const scale = part.length - Number(exponent);
  const digits = BigInt(`${whole}${part}`) * (sign === '-' ? -1n : 1n);
  return scale >= 0
    ? { units: digits, scale }
    : { units: digits * 10n ** BigInt(-scale), scale: 0 };
}

const scaled = ({ units, scale }: Decimal, to: number): bigint => units * 10n ** BigInt(to - scale);

/** To cents, half of one away from zero. */
function cents({ units, scale }: Decimal): bigint {
  if (scale <= 2) return scaled({ units, scale }, 2);
  const divisor = 10n ** BigInt(scale - 2);
  const size = units < 0n ? -units : units;
  const rounded = (size * 2n + divisor) / (divisor * 2n);
  return units < 0n ? -rounded : rounded;
}

function textOf(amount: bigint): string {
  const size = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${size.slice(0, -2)}.${size.slice(-2)}`;
}

/** The sum of decimal texts with two decimals, whatever their order; null where one of them is no number. */
export function sumOf(texts: readonly string[]): string | null {
  let sum: Decimal = { units: 0n, scale: 0 };
  for (const text of texts) {
    const next = decimalOf(text);
    if (next === null) return null;
    const scale = Math.max(sum.scale, next.scale);
    sum = { units: scaled(sum, scale) + scaled(next, scale), scale };
  }
  return textOf(cents(sum));
}

/** The same number with the other sign. */
export const negated = (text: string): string =>
  text.trim().startsWith('-') ? text.trim().slice(1) : `-${text.trim().replace(/^\+/, '')}`;

/** An amount as both systems compare it: two decimals; what is no number as it is. */
export const comparableAmount = (value: unknown): string => {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '') return '';
  return sumOf([text]) ?? text.trim();
};

/** A reservation (WsReserva), as far as an amount needs it. */
export interface Reservation {
  readonly id: number;
  readonly idExpediente: number;
  /** The package that holds it; null: none. */
  readonly idContainer: number | null;
  /** `Venta`, as GIAV wrote it. */
  readonly sale: string;
}

/** What a client has paid, or got back (WsCobro). */
export interface Collection {
  readonly id: number;
  readonly idExpediente: number;
  /** `Importe`, as GIAV wrote it; of a refund what was given back. */
  readonly amount: string;
  readonly isRefund: boolean;
}

const once = <T extends { readonly id: number }>(records: readonly T[]): T[] => [
  ...new Map(records.map((one) => [one.id, one])).values(),
];

/**
 * What was sold with an expediente: its root reservations, for the price of a package holds that of the lines in it. A line
 * whose package is not of the same expediente is a root. null: an amount is no number, or packages hold one another.
 */
export function salesOf(idExpediente: number, reservations: readonly Reservation[]): string | null {
  const own = once(reservations.filter((one) => one.idExpediente === idExpediente));
  const ids = new Set(own.map(({ id }) => id));
  const roots = own.filter(
    ({ id, idContainer }) => idContainer === null || idContainer === id || !ids.has(idContainer),
  );
  const held = new Set(roots.map(({ id }) => id));
  for (let before = 0; before < held.size;) {
    before = held.size;
    for (const { id, idContainer } of own) if (held.has(idContainer ?? id)) held.add(id);
  }
  return held.size < own.length ? null : sumOf(roots.map(({ sale }) => sale));
}

/** What was paid for an expediente, less what was given back. */
export function paidOf(idExpediente: number, collections: readonly Collection[]): string | null {
  const own = once(collections.filter((one) => one.idExpediente === idExpediente));
  return sumOf(
    own.map(({ amount, isRefund }) =>
      isRefund && !amount.trim().startsWith('-') ? negated(amount) : amount,
    ),
  );
}

/** What an expediente costs its client, and what of it is to be paid still. Decimal texts; null: not to be reckoned. */
export interface Amounts {
  readonly sales: string | null;
  readonly pending: string | null;
}

/** Of an ordinary expediente: what was sold, and what of it was not paid. @param collections null: nobody asks what is pending */
export function amountsOf(
  idExpediente: number,
  reservations: readonly Reservation[],
  collections: readonly Collection[] | null,
): Amounts {
  const sales = salesOf(idExpediente, reservations);
  const paid = collections && paidOf(idExpediente, collections);
  return { sales, pending: sales !== null && paid !== null ? sumOf([sales, negated(paid)]) : null };
}

/** Of a group, whose reservations are shared out among its travellers: what was paid, and what GIAV says is pending. */
export function amountsOfGroup(
  idExpediente: number,
  collections: readonly Collection[],
  pending: string,
): Amounts {
  const [paid, rest] = [paidOf(idExpediente, collections), sumOf([pending])];
  return {
    sales: paid !== null && rest !== null ? sumOf([paid, rest]) : null,
    pending: rest,
  };
}
