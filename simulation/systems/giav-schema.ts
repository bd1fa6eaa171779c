import type { ElementDefinition } from '../../simulators/giav/schema';
import type { Types } from './wsdl';

const FORMS: Readonly<Record<string, RegExp>> = {
  int: /^-?\d+$/,
  boolean: /^(?:true|false|0|1)$/,
  double: /^-?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/,
  decimal: /^-?\d+(?:\.\d+)?$/,
  dateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/,
};

/**
 * What is wrong with the arguments of an operation by the WSDL: names, order, what is required or nil, forms of values.
 * Empty when the service could read them.
 */
export function problemsOf(schema: Types, operation: string, args: object): string[] {
  const elements = schema.types.get(`element ${operation}`)?.elements;
  if (elements === undefined) return [`no operation ${operation}`];
  return problemsIn(schema, elements, args, operation);
}

function problemsIn(
  schema: Types,
  elements: readonly ElementDefinition[],
  value: object,
  where: string,
): string[] {
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  const places = given.map(([name]) => elements.findIndex((one) => one.name === name));
  const problems = given.flatMap(([name], at) =>
    (places[at] as number) < 0 ? [`${where}: ${name} is not in the schema`] : [],
  );
  if (places.some((place, at) => at > 0 && place < (places[at - 1] as number)))
    problems.push(`${where}: not in the order of the schema`);
  const sent = new Map<string, unknown>(given);
  for (const element of elements) problems.push(...problemsAt(schema, element, sent, where));
  return problems;
}

function problemsAt(
  schema: Types,
  { name, type, required, nillable, list }: ElementDefinition,
  sent: ReadonlyMap<string, unknown>,
  where: string,
): string[] {
  const at = `${where}.${name}`;
  if (!sent.has(name)) return required ? [`${at}: missing`] : [];
  const value = sent.get(name);
  const values: readonly unknown[] = list && Array.isArray(value) ? (value as unknown[]) : [value];
  return values.flatMap((one) => {
    if (one === null) return nillable ? [] : [`${at}: nil`];
    const inner = schema.types.get(type)?.elements;
    if (inner)
      return typeof one === 'object' ? problemsIn(schema, inner, one, at) : [`${at}: text`];
    const known = schema.enums.get(type);
    const text = String(one);
    if (known) return known.includes(text) ? [] : [`${at}: not in the enumeration`];
    return (FORMS[type] ?? /^[^]*$/).test(text) ? [] : [`${at}: not of the type ${type}`];
  });
}
