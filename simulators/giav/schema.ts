import type { XmlDocument } from 'libxml2-wasm';

export interface ElementDefinition {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly nillable: boolean;
  readonly list: boolean;
  /** Where the element itself is of another namespace than its parent (a `ref`). */
  readonly namespace?: string;
}

/** The types of the WSDL, read by this simulator for itself: it shares no table with the adapter. */
export interface Schema {
  readonly validate: (envelope: XmlDocument) => string | null;
  readonly types: ReadonlyMap<
    string,
    { readonly namespace: string; readonly elements: readonly ElementDefinition[] }
  >;
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

const XS = { s: 'http://www.w3.org/2001/XMLSchema' };

const ENVELOPE = (imports: string): string => `<?xml version="1.0"?>
<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" targetNamespace="http://schemas.xmlsoap.org/soap/envelope/" elementFormDefault="qualified">
${imports}
<s:element name="Envelope"><s:complexType><s:sequence>
  <s:element name="Header" minOccurs="0"><s:complexType><s:sequence><s:any minOccurs="0" maxOccurs="unbounded" processContents="lax"/></s:sequence></s:complexType></s:element>
  <s:element name="Body"><s:complexType><s:sequence><s:any processContents="strict"/></s:sequence></s:complexType></s:element>
</s:sequence></s:complexType></s:element>
</s:schema>`;

export async function readSchema(wsdl: string): Promise<Schema> {
  const {
    XmlDocument: Xml,
    XsdValidator,
    XmlBufferInputProvider,
    xmlRegisterInputProvider,
  } = await import('libxml2-wasm');
  const namespaces = [
    ...(/<wsdl:definitions([^>]*)>/.exec(wsdl)?.[1] ?? '').matchAll(/xmlns:[\w]+="[^"]+"/g),
  ]
    .map(([text]) => text)
    .join(' ');
  const schemas = [...wsdl.matchAll(/<s:schema ([^>]*)>([\s\S]*?)<\/s:schema>/g)].map(
    ([, attributes = '', content = '']) => ({
      namespace: /targetNamespace="([^"]+)"/.exec(attributes)?.[1] ?? '',
      attributes,
      content,
    }),
  );
  const location = (namespace: string): string =>
    `giav-${schemas.findIndex((one) => one.namespace === namespace)}.xsd`;
  const files: Record<string, Uint8Array> = {};
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  for (const { namespace, attributes, content } of schemas) {
    const linked = content.replace(
      /<s:import namespace="([^"]+)"\s*\/>/g,
      (_, name: string) => `<s:import namespace="${name}" schemaLocation="${location(name)}"/>`,
    );
    const own = attributes.replace(/xmlns:\w+="[^"]+"/g, '');
    files[location(namespace)] = encode(`<s:schema ${namespaces} ${own}>${linked}</s:schema>`);
  }
  xmlRegisterInputProvider(new XmlBufferInputProvider(files));
  const envelope = Xml.fromString(
    ENVELOPE(
      `<s:import namespace="Giav.Core.Business" schemaLocation="${location('Giav.Core.Business')}"/>`,
    ),
    { url: 'envelope.xsd' },
  );
  const validator = XsdValidator.fromDoc(envelope);
  const types = new Map<string, { namespace: string; elements: ElementDefinition[] }>();
  const enums = new Map<string, string[]>();
  const namespaceOf = new Map(
    [...namespaces.matchAll(/xmlns:(\w+)="([^"]+)"/g)].map(([, prefix = '', uri = '']) => [
      prefix,
      uri,
    ]),
  );
  /** Many types are called Info: they are told apart by the namespace. */
  const keyOf = (name: string, namespace: string): string =>
    name === 'Info' ? `Info ${namespace}` : name;
  const local = (name: string): string => {
    const [type = '', prefix = ''] = name.split(':').reverse();
    return keyOf(type, namespaceOf.get(prefix) ?? '');
  };
  const document = Xml.fromString(wsdl);
  const attribute = (node: unknown, name: string): string | undefined =>
    (node as { attr: (name: string) => { value: string } | null }).attr(name)?.value;
  /** A `ref` means the element of that name which its schema defines. */
  const named = (element: unknown): Pick<ElementDefinition, 'name' | 'type' | 'namespace'> => {
    const ref = attribute(element, 'ref');
    if (ref === undefined)
      return {
        name: attribute(element, 'name') ?? '',
        type: local(attribute(element, 'type') ?? ''),
      };
    const [name = '', prefix = ''] = ref.split(':').reverse();
    const namespace = namespaceOf.get(prefix) ?? '';
    const meant = document.get(
      `//s:schema[@targetNamespace="${namespace}"]/s:element[@name="${name}"]`,
      XS,
    );
    return { name, namespace, type: local(attribute(meant, 'type') ?? '') };
  };
  for (const schema of document.find('//s:schema', XS)) {
    const namespace = attribute(schema, 'targetNamespace') ?? '';
    const find = (xpath: string, from: unknown = schema): unknown[] =>
      (from as { find: (xpath: string, ns: Record<string, string>) => unknown[] }).find(xpath, XS);
    const elementsOf = (node: unknown): ElementDefinition[] =>
      find('./s:sequence/s:element | ./s:complexType/s:sequence/s:element', node).map(
        (element) => ({
          ...named(element),
          required: attribute(element, 'minOccurs') !== '0',
          nillable: attribute(element, 'nillable') === 'true',
          list: attribute(element, 'maxOccurs') === 'unbounded',
        }),
      );
    for (const node of find('./s:complexType')) {
      const name = attribute(node, 'name') ?? '';
      types.set(keyOf(name, namespace), { namespace, elements: elementsOf(node) });
    }
    for (const node of find('./s:element'))
      types.set(`element ${attribute(node, 'name') ?? ''}`, {
        namespace,
        elements: elementsOf(node),
      });
    for (const node of find('./s:simpleType'))
      enums.set(
        attribute(node, 'name') ?? '',
        find('./s:restriction/s:enumeration', node).map((value) => attribute(value, 'value') ?? ''),
      );
  }
  document.dispose();
  return {
    types,
    enums,
    validate: (doc) => {
      try {
        validator.validate(doc);
        return null;
      } catch (error) {
        return (error as Error).message;
      }
    },
  };
}
