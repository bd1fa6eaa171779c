import type { Value } from '../agency/data';
import type { Schema } from './schema';

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const DEFAULTS: Readonly<Record<string, string>> = {
  int: '0',
  boolean: 'false',
  double: '0',
  decimal: '0',
  dateTime: '0001-01-01T00:00:00',
};

const scalar = (value: Value): string =>
  typeof value === 'string' ? escape(value) : String(value);

/** Writes a record in the order and with the required fields of its type, as .asmx would. */
export function writeRecord(
  schema: Schema,
  tag: string,
  type: string,
  record: { [field: string]: Value },
  namespace?: string,
): string {
  const definition = schema.types.get(type);
  if (!definition) throw new Error(`no type ${type}`);
  const prefix =
    namespace !== undefined && definition.namespace !== namespace
      ? ` xmlns="${definition.namespace}"`
      : '';
  let out = '';
  for (const element of definition.elements) {
    const value = record[element.name];
    // Children carry the namespace of the schema that defines their parent type.
    const own = element.namespace === undefined ? prefix : ` xmlns="${element.namespace}"`;
    const open = `${element.name}${own}`;
    const write = (one: Value): string => {
      if (one === null) return `<${open} xsi:nil="true"/>`;
      if (typeof one === 'object' && !Array.isArray(one)) {
        const inner = namespace ?? definition.namespace;
        const tag = element.namespace === undefined ? element.name : open;
        return writeRecord(schema, tag, element.type, one, inner);
      }
      return `<${open}>${scalar(one)}</${element.name}>`;
    };
    if (Array.isArray(value)) out += value.map(write).join('');
    else if (value !== undefined) out += write(value);
    else if (element.required)
      out += element.nillable
        ? `<${open} xsi:nil="true"/>`
        : write(DEFAULTS[element.type] ?? schema.enums.get(element.type)?.[0] ?? '');
  }
  return `<${tag}>${out}</${tag.split(' ')[0] ?? tag}>`;
}

export const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>${body}</soap:Body></soap:Envelope>`;

export const fault = (code: string, text: string): string =>
  envelope(
    `<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${escape(text)}</faultstring><detail/></soap:Fault>`,
  );
