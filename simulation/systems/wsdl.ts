import { XMLParser } from 'fast-xml-parser';
import type { ElementDefinition, Schema } from '../../simulators/giav/schema';

/** The types of GIAV's WSDL. */
export type Types = Pick<Schema, 'types' | 'enums'>;

interface Node {
  readonly '@name'?: string;
  readonly '@type'?: string;
  readonly '@ref'?: string;
  readonly '@minOccurs'?: string;
  readonly '@maxOccurs'?: string;
  readonly '@nillable'?: string;
  readonly '@value'?: string;
  readonly '@targetNamespace'?: string;
  readonly [child: string]: readonly Node[] | string | undefined;
}

const nodes = (node: Node | undefined, name: string): readonly Node[] =>
  (node?.[name] as readonly Node[] | undefined) ?? [];

function elementsOf(node: Node, typeOf: (name: string) => string): ElementDefinition[] {
  const sequence =
    nodes(node, 's:sequence')[0] ?? nodes(nodes(node, 's:complexType')[0], 's:sequence')[0];
  return nodes(sequence, 's:element').map((one) => ({
    // A `ref` means an element of another schema: its values are not looked into.
    name: one['@name'] ?? (one['@ref'] ?? '').split(':').at(-1) ?? '',
    type: typeOf(one['@type'] ?? 's:string'),
    required: one['@minOccurs'] !== '0',
    nillable: one['@nillable'] === 'true',
    list: one['@maxOccurs'] === 'unbounded',
  }));
}

/** Reads the types without a library of another world: the same process lives by the virtual clock. */
export function readTypes(wsdl: string): Types {
  const attributes = new Set(['wsdl:definitions', 'wsdl:types']);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseAttributeValue: false,
    isArray: (name, _path, _leaf, isAttribute) => !isAttribute && !attributes.has(name),
  });
  const definitions = (parser.parse(wsdl) as Record<string, Node>)['wsdl:definitions'] as Node;
  const namespaceOf = (prefix: string): string => String(definitions[`@xmlns:${prefix}`] ?? '');
  /** Many types are called Info: they are told apart by the namespace. */
  const keyOf = (name: string, namespace: string): string =>
    name === 'Info' ? `Info ${namespace}` : name;
  const typeOf = (name: string): string => {
    const [type = '', prefix = ''] = name.split(':').reverse();
    return keyOf(type, namespaceOf(prefix));
  };
  const types = new Map<string, { namespace: string; elements: ElementDefinition[] }>();
  const enums = new Map<string, string[]>();
  for (const schema of nodes(definitions['wsdl:types'] as unknown as Node, 's:schema')) {
    const namespace = schema['@targetNamespace'] ?? '';
    for (const node of nodes(schema, 's:complexType'))
      types.set(keyOf(node['@name'] ?? '', namespace), {
        namespace,
        elements: elementsOf(node, typeOf),
      });
    for (const node of nodes(schema, 's:element'))
      types.set(`element ${node['@name'] ?? ''}`, {
        namespace,
        elements: elementsOf(node, typeOf),
      });
    for (const node of nodes(schema, 's:simpleType'))
      enums.set(
        node['@name'] ?? '',
        nodes(nodes(node, 's:restriction')[0], 's:enumeration').map((one) => one['@value'] ?? ''),
      );
  }
  return { types, enums };
}
