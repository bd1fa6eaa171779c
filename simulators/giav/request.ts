import type { XmlDocument, XmlElement } from 'libxml2-wasm';

/** Arguments by name; `name[]`: the texts of a list's entries, with commas between them. */
export type Arguments = { [name: string]: string | null };

interface XmlNodeLike {
  readonly name: string;
  readonly content: string;
  readonly next: XmlNodeLike | null;
  readonly firstChild?: XmlNodeLike | null;
  readonly attrs?: readonly { readonly name: string }[];
}

function childTexts(node: XmlNodeLike): string[] {
  const texts: string[] = [];
  for (let child = node.firstChild ?? null; child; child = child.next)
    if (child.name && 'attrs' in child) texts.push(child.content);
  return texts;
}

/** The operation that a request asks for, with its arguments; null when its body has none. */
export function readRequest(
  document: XmlDocument,
): { readonly name: string; readonly args: Arguments; readonly element: XmlElement } | null {
  const root = document.get('/e:Envelope/e:Body/*', {
    e: 'http://schemas.xmlsoap.org/soap/envelope/',
  }) as unknown as XmlNodeLike | null;
  if (root === null) return null;
  const args: Arguments = {};
  for (let node = root.firstChild ?? null; node; node = node.next) {
    if (!('name' in node) || !node.name) continue;
    args[node.name] = node.attrs?.some(({ name }) => name === 'nil') ? null : node.content;
    args[`${node.name}[]`] = childTexts(node).join(',');
  }
  return { name: root.name, args, element: root as unknown as XmlElement };
}
