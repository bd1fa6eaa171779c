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

const attribute = (node: unknown, name: string): string | undefined =>
  (node as { attr: (name: string) => { value: string } | null }).attr(name)?.value;

const find = (xpath: string, from: unknown): unknown[] =>
  (from as { find: (xpath: string, ns: Record<string, string>) => unknown[] }).find(xpath, XS);

/** The declarations `xmlns:…="…"` of the whole WSDL, which its schemas rely on. */
const declarationsOf = (wsdl: string): string =>
  [...(/<wsdl:definitions([^>]*)>/.exec(wsdl)?.[1] ?? '').matchAll(/xmlns:[\w]+="[^"]+"/g)]
    .map(([text]) => text)
    .join(' ');

export async function readSchema(wsdl: string): Promise<Schema> {
  const { XmlDocument: Xml } = await import('libxml2-wasm');
  const declarations = declarationsOf(wsdl);
  const validate = await validatorOf(wsdl, declarations);
  const document = Xml.fromString(wsdl);
  const names = new Names(document, declarations);
  const types = new Map<string, { namespace: string; elements: ElementDefinition[] }>();
  const enums = new Map<string, string[]>();
  for (const schema of find('//s:schema', document)) {
    const namespace = attribute(schema, 'targetNamespace') ?? '';
    for (const node of find('./s:complexType', schema)) {
      const name = attribute(node, 'name') ?? '';
      types.set(keyOf(name, namespace), { namespace, elements: elementsOf(node, names) });
    }
    for (const node of find('./s:element', schema))
      types.set(`element ${attribute(node, 'name') ?? ''}`, {
        namespace,
        elements: elementsOf(node, names),
      });
    for (const node of find('./s:simpleType', schema))
      enums.set(
        attribute(node, 'name') ?? '',
        find('./s:restriction/s:enumeration', node).map((value) => attribute(value, 'value') ?? ''),
      );
  }
  document.dispose();
  return { types, enums, validate };
}

const schemasOf = (wsdl: string) =>
  [...wsdl.matchAll(/<s:schema ([^>]*)>([\s\S]*?)<\/s:schema>/g)].map(
    ([, attributes = '', content = '']) => ({
      namespace: /targetNamespace="([^"]+)"/.exec(attributes)?.[1] ?? '',
      attributes,
      content,
    }),
  );

/** The schemas of the WSDL as files that import each other by their places, and an envelope around them. */
async function validatorOf(wsdl: string, declarations: string): Promise<Schema['validate']> {
  const {
    XmlDocument: Xml,
    XsdValidator,
    XmlBufferInputProvider,
    xmlRegisterInputProvider,
  } = await import('libxml2-wasm');
  const schemas = schemasOf(wsdl);
  const location = (namespace: string): string =>
    `giav-${schemas.findIndex((one) => one.namespace === namespace)}.xsd`;
  const imported = (namespace: string): string =>
    `<s:import namespace="${namespace}" schemaLocation="${location(namespace)}"/>`;
  const files: Record<string, Uint8Array> = {};
  for (const { namespace, attributes, content } of schemas) {
    const linked = content.replace(/<s:import namespace="([^"]+)"\s*\/>/g, (_, name: string) =>
      imported(name),
    );
    const own = attributes.replace(/xmlns:\w+="[^"]+"/g, '');
    files[location(namespace)] = new TextEncoder().encode(
      `<s:schema ${declarations} ${own}>${linked}</s:schema>`,
    );
  }
  xmlRegisterInputProvider(new XmlBufferInputProvider(files));
  const envelope = Xml.fromString(ENVELOPE(imported('Giav.Core.Business')), {
    url: 'envelope.xsd',
  });
  const validator = XsdValidator.fromDoc(envelope);
  return (doc) => {
    try {
      validator.validate(doc);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };
}

/** Many types are called Info: they are told apart by the namespace. */
const keyOf = (name: string, namespace: string): string =>
  name === 'Info' ? `Info ${namespace}` : name;

/** What the names that a schema refers to stand for. */
class Names {
  private readonly namespaces: ReadonlyMap<string, string>;

  constructor(
    private readonly document: XmlDocument,
    declarations: string,
  ) {
    this.namespaces = new Map(
      [...declarations.matchAll(/xmlns:(\w+)="([^"]+)"/g)].map(([, prefix = '', uri = '']) => [
        prefix,
        uri,
      ]),
    );
  }

  /** A `ref` means the element of that name which its schema defines. */
  of(element: unknown): Pick<ElementDefinition, 'name' | 'type' | 'namespace'> {
    const ref = attribute(element, 'ref');
    if (ref === undefined)
      return { name: attribute(element, 'name') ?? '', type: this.typeOf(element) };
    const { name, namespace } = this.apart(ref);
    const meant = this.document.get(
      `//s:schema[@targetNamespace="${namespace}"]/s:element[@name="${name}"]`,
      XS,
    );
    return { name, namespace, type: this.typeOf(meant) };
  }

  private typeOf(element: unknown): string {
    const { name, namespace } = this.apart(attribute(element, 'type') ?? '');
    return keyOf(name, namespace);
  }

  private apart(text: string): { name: string; namespace: string } {
    const [name = '', prefix = ''] = text.split(':').reverse();
    return { name, namespace: this.namespaces.get(prefix) ?? '' };
  }
}

const elementsOf = (node: unknown, names: Names): ElementDefinition[] =>
  find('./s:sequence/s:element | ./s:complexType/s:sequence/s:element', node).map((element) => ({
    ...names.of(element),
    required: attribute(element, 'minOccurs') !== '0',
    nillable: attribute(element, 'nillable') === 'true',
    list: attribute(element, 'maxOccurs') === 'unbounded',
  }));
