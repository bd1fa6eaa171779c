import type { Candidates, ClientKind, TargetKind, TargetRef } from '../sync/target';
import type { AllRecords } from '../ports/clientify-account';
import type { UnreadableItem } from '../ports/index-parts';
import { plainDocumento } from '../sync/documento';
import { isNearDocumento } from '../sync/near-documento';

/**
 * A record as one flat text, about a third of what it takes as an object with texts of its own: in a large account a
 * million of them are kept at once.
 */
type Packed = string;
const BETWEEN = '\u0000';
const pack = ({ kind, id, gesinturId, documento, modified }: TargetRef): Packed =>
  [kind, id, gesinturId, documento, ...(modified === null ? [] : [modified])].join(BETWEEN);
const unpack = (packed: Packed): TargetRef => {
  const [kind, id = '', gesinturId = '', documento = '', modified = null] = packed.split(BETWEEN);
  return { kind: kind as TargetKind, id, gesinturId, documento, modified };
};

/** Nearly every key has one record: a million lists of one would be half of the memory. */
class RefsByKey {
  private readonly refs = new Map<string, Packed | Packed[]>();

  add(key: string, ref: Packed): void {
    const known = this.refs.get(key);
    if (known === undefined) this.refs.set(key, ref);
    else if (Array.isArray(known)) known.push(ref);
    else this.refs.set(key, [known, ref]);
  }

  get(key: string): readonly TargetRef[] {
    const known = this.refs.get(key);
    if (known === undefined) return [];
    return Array.isArray(known) ? known.map(unpack) : [unpack(known)];
  }

  *all(): Generator<TargetRef> {
    for (const known of this.refs.values())
      if (Array.isArray(known)) yield* known.map(unpack);
      else yield unpack(known);
  }
}

/** All records of Clientify by GIAV id and by Documento: unknown filters are ignored there, so hits are looked up here. */
export class RecordIndex implements AllRecords {
  private readonly clientsById = new RefsByKey();
  private readonly dealsById = new RefsByKey();
  private readonly byDocument = new RefsByKey();
  private readonly byPlainDocument = new RefsByKey();
  private readonly unreadable: { readonly name: string; readonly leaves: ReadonlySet<string> }[] =
    [];
  private readonly counts: Record<TargetKind, number> = { contact: 0, company: 0, deal: 0 };
  size = 0;

  /** It is nobody's, but may be whoever's id or Documento stands in it. */
  addUnreadable({ name, leaves }: UnreadableItem): void {
    this.size += 1;
    this.unreadable.push({ name, leaves: new Set(leaves) });
  }

  /** Those of a kind that have a Documento, and how many of the kind there are. */
  ofKind(kind: ClientKind): { readonly refs: Iterable<TargetRef>; readonly total: number } {
    const all = this.byDocument;
    const refs = function* (): Generator<TargetRef> {
      for (const ref of all.all()) if (ref.kind === kind) yield ref;
    };
    return { refs: refs(), total: this.counts[kind] };
  }

  private mayBe(...identity: readonly string[]): Pick<Candidates, 'unreadable'> {
    const names = this.unreadable
      .filter(({ leaves }) => identity.some((text) => text !== '' && leaves.has(text)))
      .map(({ name }) => name);
    return names.length > 0 ? { unreadable: names } : {};
  }

  add(ref: TargetRef): void {
    this.size += 1;
    this.counts[ref.kind] += 1;
    const packed = pack(ref);
    if (ref.gesinturId !== '')
      (ref.kind === 'deal' ? this.dealsById : this.clientsById).add(ref.gesinturId, packed);
    if (ref.kind === 'deal' || ref.documento === '') return;
    this.byDocument.add(`${ref.kind} ${ref.documento}`, packed);
    this.byPlainDocument.add(`${ref.kind} ${plainDocumento(ref.documento)}`, packed);
  }

  clientCandidates(gesinturId: string, kind: ClientKind, documento: string): Candidates {
    const byId = this.clientsById.get(gesinturId);
    const byDocument = documento === '' ? [] : this.byDocument.get(`${kind} ${documento}`);
    return byId.length + byDocument.length > 0
      ? { byId, byDocument }
      : {
          byId,
          byDocument,
          near: this.near(kind, documento),
          ...this.mayBe(gesinturId, documento),
        };
  }

  /** Matters only where a record would be created. */
  private near(kind: ClientKind, documento: string): readonly TargetRef[] {
    const alike = this.byPlainDocument.get(`${kind} ${plainDocumento(documento)}`);
    return alike.filter((ref) => isNearDocumento(ref.documento, documento));
  }

  dealCandidates(expedienteId: string): Candidates {
    const byId = this.dealsById.get(expedienteId);
    return { byId, byDocument: [], ...(byId.length === 0 && this.mayBe(expedienteId)) };
  }
}
