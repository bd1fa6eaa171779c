import {
  type Candidates,
  type ClientKind,
  type TargetKind,
  type TargetRef,
  refOf,
} from '../sync/target';
import type { AllRecords } from '../ports/clientify-account';
import type { ClientifyHttp } from './http';
import { plainDocumento } from '../sync/documento';
import { isNearDocumento } from '../sync/near-documento';
import { RecordError } from '../sync/errors';
import { COLLECTION, readAll } from './lists';
import { asUnreadable, parseListed, type Unreadable } from './records';

const push = (map: Map<string, TargetRef[]>, key: string, ref: TargetRef): void => {
  const list = map.get(key);
  if (list) list.push(ref);
  else map.set(key, [ref]);
};

/** All records of Clientify by GIAV id and by Documento: unknown filters are ignored there, so hits are looked up here. */
export class RecordIndex implements AllRecords {
  private readonly clientsById = new Map<string, TargetRef[]>();
  private readonly dealsById = new Map<string, TargetRef[]>();
  private readonly byDocument = new Map<string, TargetRef[]>();
  private readonly byPlainDocument = new Map<string, TargetRef[]>();
  private readonly unreadable: Unreadable[] = [];
  size = 0;

  /** It is nobody's, but may be whoever's id or Documento stands in it. */
  addUnreadable(one: Unreadable): void {
    this.size += 1;
    this.unreadable.push(one);
  }

  private mayBe(...identity: readonly string[]): Pick<Candidates, 'unreadable'> {
    const names = this.unreadable
      .filter(({ leaves }) => identity.some((text) => text !== '' && leaves.has(text)))
      .map(({ name }) => name);
    return names.length > 0 ? { unreadable: names } : {};
  }

  add(ref: TargetRef): void {
    this.size += 1;
    if (ref.gesinturId !== '')
      push(ref.kind === 'deal' ? this.dealsById : this.clientsById, ref.gesinturId, ref);
    if (ref.kind === 'deal' || ref.documento === '') return;
    push(this.byDocument, `${ref.kind} ${ref.documento}`, ref);
    push(this.byPlainDocument, `${ref.kind} ${plainDocumento(ref.documento)}`, ref);
  }

  clientCandidates(gesinturId: string, kind: ClientKind, documento: string): Candidates {
    const byId = this.clientsById.get(gesinturId) ?? [];
    const byDocument = documento === '' ? [] : (this.byDocument.get(`${kind} ${documento}`) ?? []);
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
    const alike = this.byPlainDocument.get(`${kind} ${plainDocumento(documento)}`) ?? [];
    return alike.filter((ref) => isNearDocumento(ref.documento, documento));
  }

  dealCandidates(expedienteId: string): Candidates {
    const byId = this.dealsById.get(expedienteId) ?? [];
    return { byId, byDocument: [], ...(byId.length === 0 && this.mayBe(expedienteId)) };
  }
}

const KINDS: readonly TargetKind[] = ['contact', 'company', 'deal'];

/**
 * Reads the three lists, 100 records a call. A list item without `custom_fields` says nothing about the link:
 * such a record is read in full.
 */
export async function buildIndex(http: ClientifyHttp, concurrency: number): Promise<RecordIndex> {
  const index = new RecordIndex();
  const readKind = async (kind: TargetKind): Promise<void> => {
    const poor: { readonly id: string; readonly item: unknown }[] = [];
    await readAll(http, COLLECTION[kind], concurrency, (item) => {
      const target = parseListed(kind, item);
      if (target === null) index.addUnreadable(asUnreadable(kind, item));
      else if (
        target.customFields === undefined ||
        (kind !== 'deal' && !('taxpayer_identification_number' in target.fields))
      )
        poor.push({ id: target.id, item });
      else index.add(refOf(target));
    });
    const reader = async (): Promise<void> => {
      for (let one = poor.pop(); one !== undefined; one = poor.pop()) {
        const record = await wholeOr(http, `${COLLECTION[kind]}${one.id}/`, one.item);
        if (record === null) continue;
        const target = record === one.item ? null : parseListed(kind, record);
        if (target === null) index.addUnreadable(asUnreadable(kind, record));
        else index.add(refOf(target));
      }
    };
    await Promise.all(Array.from({ length: concurrency }, reader));
  };
  await Promise.all(KINDS.map(readKind));
  return index;
}

/** The record in full; null when it was deleted since the list was read, and what the list showed where it may not be read. */
async function wholeOr(http: ClientifyHttp, path: string, listed: unknown): Promise<unknown> {
  try {
    return await http.request('GET', path);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return error.status === 404 ? null : listed;
  }
}
