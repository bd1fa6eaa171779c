import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

const VENDOR = join(__dirname, '..', '..', '..', 'shared', 'giav', 'api_2_05.wsdl');
const OURS = join(__dirname, '..', '..', 'wsdl', 'giav.wsdl');

type Node = Record<string, unknown>;
interface Definition {
  readonly operations: Map<string, string>;
  readonly elements: Map<string, string>;
  readonly types: Map<string, string>;
}

const list = (value: unknown): Node[] =>
  Array.isArray(value)
    ? (value as Node[])
    : value === undefined || value === ''
      ? []
      : [value as Node];

/** Reads a WSDL into comparable text: prefixes resolved, order kept. */
function read(file: string): Definition {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: false,
    parseAttributeValue: false,
  });
  const root = (parser.parse(readFileSync(file, 'utf8')) as { 'wsdl:definitions': Node })[
    'wsdl:definitions'
  ];
  const resolve = (name: unknown, schema: Node): string => {
    const [prefix = '', local = ''] = String(name).split(':');
    return `{${String(schema[`xmlns:${prefix}`] ?? root[`xmlns:${prefix}`])}}${local}`;
  };
  const describe = (node: Node, schema: Node): string => {
    const sequence = (node['s:sequence'] ??
      (node['s:complexType'] as Node | undefined)?.['s:sequence']) as Node | undefined;
    const restriction = node['s:restriction'] as Node | undefined;
    if (restriction)
      return `enum ${list(restriction['s:enumeration'])
        .map((one) => String(one['value']))
        .join(' | ')}`;
    return list(sequence?.['s:element'])
      .map(
        (one) =>
          `${String(one['name'])}:${resolve(one['type'], schema)}[${String(one['minOccurs'] ?? 1)}..${String(one['maxOccurs'] ?? 1)}]${one['nillable'] === 'true' ? '~' : ''}`,
      )
      .join(', ');
  };
  const definition: Definition = { operations: new Map(), elements: new Map(), types: new Map() };
  for (const schema of list((root['wsdl:types'] as Node)['s:schema'])) {
    const name = (node: Node): string =>
      `{${String(schema['targetNamespace'])}}${String(node['name'])}`;
    for (const node of list(schema['s:element']))
      definition.elements.set(name(node), describe(node, schema));
    for (const node of [...list(schema['s:complexType']), ...list(schema['s:simpleType'])])
      definition.types.set(name(node), describe(node, schema));
    definition.types.set(
      `{${String(schema['targetNamespace'])}} form`,
      String(schema['elementFormDefault']),
    );
  }
  for (const binding of list(root['wsdl:binding']))
    if ('soap:binding' in binding)
      for (const operation of list(binding['wsdl:operation'])) {
        const soap = operation['soap:operation'] as Node;
        definition.operations.set(
          String(operation['name']),
          `${String(soap['soapAction'])} ${String(soap['style'])}`,
        );
      }
  return definition;
}

const ours = read(OURS);

describe('the trimmed WSDL', () => {
  it('has the operations that the product uses', () => {
    expect([...ours.operations.keys()].sort()).toEqual(
      [
        'AgenteComercial_SEARCH',
        'Categories_GET',
        'Cliente_GET',
        'Cliente_POST',
        'Cliente_PUT',
        'Cliente_SEARCH',
        'Cobro_SEARCH',
        'CustomData_SEARCH',
        'EntityStages_GET',
        'Expediente_GET',
        'Expediente_InfoEconomica_GET',
        'Expediente_SEARCH',
        'Factura_SEARCH',
        'Oficina_SEARCH',
        'Reservas_SEARCH',
      ].sort(),
    );
  });
});

const vendor = existsSync(VENDOR) ? read(VENDOR) : null;
(vendor ? describe : describe.skip)(
  "the trimmed WSDL against the vendor's (skipped without ../shared/giav/api_2_05.wsdl)",
  () => {
    for (const part of ['operations', 'elements', 'types'] as const)
      it(`${part}: every name, order, type, occurrence and enum is the vendor's`, () => {
        for (const [name, text] of ours[part])
          expect(`${name} = ${text}`).toBe(`${name} = ${String(vendor?.[part].get(name))}`);
        expect(ours[part].size).toBeGreaterThan(2);
      });
  },
);
