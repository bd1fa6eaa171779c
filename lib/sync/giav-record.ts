/** A client as GIAV's answer held it: every field, texts untouched (giav.md §3.1). */
export type RawClient = Readonly<Record<string, unknown>>;

/** `lost`: emptied, shortened or reset to a default. `normalised`: GIAV wrote the same in another way. */
export type DifferenceKind = 'lost' | 'normalised' | 'changed';

export interface Difference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly kind: DifferenceKind;
}

/** Moved by every write, or computed by GIAV from other records. */
const NOT_COMPARED = new Set(['FechaModificacion', 'DatosExternos']);

/** What an omitted value becomes (giav.md §1.1, §3.4). */
const DEFAULTS = new Set(['false', '0', '0001-01-01T00:00:00', 'NoDefinido', 'Pending', 'Pendiente', 'Puntual', 'AFG']);

/** Absent, nil and empty hold the same: nothing. */
function canonical(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(canonical);
  if (typeof value === 'object') {
    const entries = Object.entries(value).flatMap(([name, inner]) => {
      const kept = canonical(inner);
      return kept === null ? [] : [[name, kept] as const];
    });
    return entries.length === 0 ? null : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return typeof value === 'string' ? value : String(value);
}

const items = (value: unknown): string[] => {
  const list: unknown = value !== null && typeof value === 'object' ? Object.values(value)[0] : undefined;
  return Array.isArray(list) ? list.map((item) => JSON.stringify(canonical(item))) : [];
};

const folded = (value: unknown): string =>
  JSON.stringify(value)
    .normalize('NFC')
    .toLowerCase()
    .replace(/\\[rnt]|[\s().-]/g, '');

function kindOf(before: unknown, after: unknown): DifferenceKind {
  if (after === null) return 'lost';
  if (folded(before) === folded(after)) return 'normalised';
  if (typeof after === 'string' && DEFAULTS.has(after)) return 'lost';
  const left = items(after);
  if (items(before).some((item) => !left.includes(item)) && left.length < items(before).length) return 'lost';
  return 'changed';
}

/** Every field in which two readings of a client differ. */
export function differences(before: RawClient, after: RawClient): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((field): Difference[] => {
    if (NOT_COMPARED.has(field)) return [];
    const [a, b] = [canonical(before[field]), canonical(after[field])];
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ field, before: before[field], after: after[field], kind: kindOf(a, b) }];
  });
}

/** Whether somebody touched the client between two readings. */
export const isSameVersion = (before: RawClient, after: RawClient): boolean =>
  before['FechaModificacion'] === after['FechaModificacion'] && differences(before, after).length === 0;

/** The field, for storing: a secret is not kept. */
export const withoutSecrets = (client: RawClient): RawClient =>
  'CustomerPortal_Password' in client ? { ...client, CustomerPortal_Password: '(not kept)' } : client;
