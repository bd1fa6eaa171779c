import type { XmlElement } from 'libxml2-wasm';
import type { GiavRecord, Value } from '../agency/data';
import type { Schema } from './schema';

/** What the service does to a record when it is written, besides replacing it. */
export interface WriteSwitches {
  /** Texts are trimmed on save. */
  trimTexts: boolean;
  /** Names are turned to capitals on save. */
  upperCaseNames: boolean;
  /** A Documento is stored in capitals, without blanks and punctuation. */
  plainDocumentos: boolean;
  /** Fields that a PUT loses although they were sent. */
  losesOnPut: string[];
  /** The next PUT only. */
  losesOnce: string[];
  /** Fields that keep their old value although another one was sent. */
  ignoresOnPut: string[];
  /** Longest text that is stored, by field: the rest is cut off without a word. */
  cutsTexts: Record<string, number>;
  /** Parts of list entries that are stored empty: `Contacts.Remarks`. */
  emptiesParts: string[];
  /** Entries of a list that are stored, by field. */
  keepsEntries: Record<string, number>;
  /** Categories are not stored. */
  losesCategories: boolean;
  /** Any tax district is stored as the first one. */
  wrongDistrict: boolean;
  /** How many PUTs do such damage; null = all. */
  damagingPuts: number | null;
  /** The last link of the fault with which a PUT is refused, its exception's name included; nothing is stored then. */
  putFault: string;
  /** Whether what the record does not show survives a PUT without it. */
  keepsUnreadable: boolean;
  /** A PUT without `cuentaContableCliente` is refused. */
  wantsAccount: boolean;
}

/** The record's fields by parameter where the names differ (the simulator's own reading of the sheet). */
const RENAMED: Readonly<Record<string, string>> = {
  idCliente: 'Id',
  tipoCliente: 'Tipo',
  codCC: 'CodCc',
  empresa_Facturar_Reg_General: 'EmpresaFacturarRegGeneral',
  idTaxDistrict: 'SubSedeFiscal',
  comisionesIVAIncluido: 'ComisionesIvaIncluido',
  excluir_347_349: 'Excluir347349',
  idSepatipo: 'idSepaTipo',
  rrsss: 'RRSSs',
  facturaETipoPersona: 'FacturaeTipoPersona',
  facturaETipoResidencia: 'FacturaeTipoResidencia',
  facturaECodPais: 'FacturaeCodPais',
  facturaEAcepta: 'FacturaeAcepta',
  rgpdSigned: 'RGPDSigned',
};
export const COMMANDS = new Set(['apikey', 'validaAeat', 'validaROI']);
export const DISTRICTS = ['XX_General', 'ES_PenínsulaYBaleares', 'ES_Canarias', 'ES_CeutaYMelilla'];
export const UNREADABLE = ['cuentaContableCliente', 'printOptions'];

/** Key of the categories that the service keeps beside the record. */
export const CATEGORIES = '(categories)';

/** The field of the record that a parameter of Cliente_PUT writes. */
export const fieldOf = (schema: Pick<Schema, 'types'>, parameter: string): string =>
  RENAMED[parameter] ??
  schema.types
    .get('WsCliente')
    ?.elements.find((field) => field.name.toLowerCase() === parameter.toLowerCase())?.name ??
  parameter;

const isNil = (node: XmlElement): boolean =>
  node.attrs.some(({ name, value }) => name === 'nil' && ['true', '1'].includes(value));

function children(node: XmlElement): XmlElement[] {
  const found: XmlElement[] = [];
  for (let child = node.firstChild; child; child = child.next)
    if ('attrs' in child) found.push(child as XmlElement);
  return found;
}

/** An element as it lies in the record: what was sent, nothing added. */
function valueOf(schema: Schema, node: XmlElement, type: string): Value {
  if (isNil(node)) return null;
  const elements = schema.types.get(type)?.elements;
  if (!elements) return type === 'boolean' ? ['true', '1'].includes(node.content) : node.content;
  const value: Record<string, Value> = {};
  for (const child of children(node)) {
    const definition = elements.find((one) => one.name === child.name);
    if (!definition) continue;
    const inner = valueOf(schema, child, definition.type);
    if (definition.list)
      value[child.name] = [...((value[child.name] as Value[] | undefined) ?? []), inner];
    else value[child.name] = inner;
  }
  return value;
}

/** What the service makes of a value on its way into the record. */
function damaged(field: string, value: Value, switches: WriteSwitches): Value {
  const longest = switches.cutsTexts[field];
  if (typeof value === 'string') return longest === undefined ? value : value.slice(0, longest);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const kept = switches.keepsEntries[field];
  const emptied = switches.emptiesParts.flatMap((part) =>
    part.startsWith(`${field}.`) ? [part.slice(field.length + 1)] : [],
  );
  const entries = Object.entries(value).map(([item, list]): [string, Value] => [
    item,
    Array.isArray(list) ? list.slice(0, kept).map((entry) => withoutParts(entry, emptied)) : list,
  ]);
  return Object.fromEntries(entries);
}

const withoutParts = (entry: Value, parts: readonly string[]): Value =>
  entry === null || typeof entry !== 'object' || Array.isArray(entry)
    ? entry
    : {
        ...entry,
        ...Object.fromEntries(parts.filter((part) => part in entry).map((part) => [part, ''])),
      };

type Damage = Pick<
  WriteSwitches,
  | 'losesOnPut'
  | 'ignoresOnPut'
  | 'cutsTexts'
  | 'emptiesParts'
  | 'keepsEntries'
  | 'losesCategories'
  | 'wrongDistrict'
>;

/** A service that stores what a PUT brings. */
export const noDamage = (): Damage => ({
  losesOnPut: [],
  ignoresOnPut: [],
  cutsTexts: {},
  emptiesParts: [],
  keepsEntries: {},
  losesCategories: false,
  wrongDistrict: false,
});

/** The switches as they count for this PUT. */
function forThisPut(switches: WriteSwitches): WriteSwitches {
  if (switches.damagingPuts === null) return switches;
  if (switches.damagingPuts <= 0) return { ...switches, ...noDamage() };
  switches.damagingPuts -= 1;
  return { ...switches };
}

/** Replaces the record by what the request holds: what was not sent is lost. */
export function replaceClient(
  schema: Schema,
  record: GiavRecord,
  request: XmlElement,
  operation: string,
  all: WriteSwitches,
): void {
  const switches = operation === 'Cliente_PUT' ? forThisPut(all) : { ...all, ...noDamage() };
  const parameters = schema.types.get(`element ${operation}`)?.elements ?? [];
  const losing = new Set([...switches.losesOnPut, ...all.losesOnce.splice(0)]);
  const sent = new Map(children(request).map((node) => [node.name, node]));
  for (const { name, type, nillable } of parameters) {
    if (COMMANDS.has(name) || (name === 'idCliente' && operation === 'Cliente_PUT')) continue;
    const node = sent.get(name);
    if (name === 'idsCategories') {
      record[CATEGORIES] = node && !switches.losesCategories ? idsIn(node) : [];
      continue;
    }
    if (UNREADABLE.includes(name)) {
      if (node) record[`(${name})`] = node.content;
      else if (!switches.keepsUnreadable) delete record[`(${name})`];
      continue;
    }
    const field = fieldOf(schema, name);
    if (switches.ignoresOnPut.includes(field)) continue;
    if (node && !losing.has(field))
      record[field] =
        name === 'idTaxDistrict'
          ? districtOf(node, switches)
          : tidied(field, damaged(field, valueOf(schema, node, type), switches), switches);
    else if (nillable) record[field] = null;
    else delete record[field];
  }
}

const idsIn = (list: XmlElement): number[] => children(list).map((child) => Number(child.content));

/** Districts are sent by their names and shown by their numbers. */
const districtOf = (node: XmlElement, { wrongDistrict }: WriteSwitches): Value =>
  isNil(node) ? null : String(wrongDistrict ? 0 : DISTRICTS.indexOf(node.content));

/** How the service writes a value, where it has a way of its own. */
function tidied(field: string, value: Value, switches: WriteSwitches): Value {
  const trimmed = switches.trimTexts && typeof value === 'string' ? value.trim() : value;
  if (field === 'Documento' && switches.plainDocumentos)
    return String(trimmed)
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '');
  return switches.upperCaseNames && ['Nombre', 'Apellidos'].includes(field)
    ? String(trimmed).toUpperCase()
    : trimmed;
}
