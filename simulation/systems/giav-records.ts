import type { ElementDefinition } from '../../simulators/giav/schema';
import { COMMANDS, DISTRICTS, UNREADABLE, fieldOf } from '../../simulators/giav/write';
import type { Types } from './wsdl';

/** A record of GIAV as npm soap gives it: numbers for ints, texts for all other values, null for nil. */
export type Raw = Record<string, unknown>;

const DEFAULTS: Readonly<Record<string, unknown>> = {
  int: 0,
  boolean: 'false',
  double: '0',
  decimal: '0',
  dateTime: '0001-01-01T00:00:00',
};

/** With all that its type requires, as .asmx shows every record. */
export function whole(schema: Types, type: string, record: Raw): Raw {
  const shown: Raw = {};
  for (const { name, type: inner, required, nillable } of schema.types.get(type)?.elements ?? [])
    if (name in record) shown[name] = record[name];
    else if (required)
      shown[name] = nillable ? null : (DEFAULTS[inner] ?? schema.enums.get(inner)?.[0] ?? '');
  return shown;
}

/** A value that was sent, as it comes back when it is read. */
function readBack(value: unknown, type: string): unknown {
  if (value === null || type === 'int') return value;
  if (Array.isArray(value)) return value.map((one) => readBack(one, ''));
  if (typeof value !== 'object') return String(value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([name, one]) => [name, readBack(one, '')]),
  );
}

/** Replaces the record by the arguments: what was not sent is lost. Its categories are given back. */
export function replace(
  schema: Types,
  record: Raw,
  operation: 'Cliente_PUT' | 'Cliente_POST',
  args: Raw,
): number[] {
  const parameters = schema.types.get(`element ${operation}`)?.elements ?? [];
  for (const parameter of parameters)
    if (!isApart(parameter.name)) store(record, fieldOf(schema, parameter.name), parameter, args);
  return [...((args['idsCategories'] as { int?: number[] } | undefined)?.int ?? [])];
}

/** Commands, keys, and what lies beside the record. */
const isApart = (name: string): boolean =>
  COMMANDS.has(name) || UNREADABLE.includes(name) || ['idCliente', 'idsCategories'].includes(name);

function store(
  record: Raw,
  field: string,
  { name, type, nillable }: ElementDefinition,
  args: Raw,
): void {
  const value = args[name];
  if (value === undefined) {
    if (nillable) record[field] = null;
    else delete record[field];
  } else if (name === 'idTaxDistrict')
    record[field] = value === null ? null : DISTRICTS.indexOf(String(value));
  else record[field] = readBack(value, type);
}
