import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION } from '../../clientify/lists';
import { readAll } from '../../clientify/read-list';
import { isReadable, nameOf, parseListed } from '../../clientify/records';
import { refOf, idFieldOf, type Target, type TargetKind, type TargetRef } from '../../sync/target';
import { hashText } from '../../sync/hash';
import { alike, inBoth, listed, together, type Said } from '../../sync/said';
import { ok, some, warning, type Finding } from './check';
import { DealSurvey } from './clientify-deals';
import { count } from './giav-survey';

export const KINDS: readonly TargetKind[] = ['contact', 'company', 'deal'];
export const COLLECTIONS: Readonly<Record<TargetKind, Said>> = {
  contact: { en: 'contacts', es: 'contactos' },
  company: { en: 'companies', es: 'empresas' },
  deal: { en: 'deals', es: 'oportunidades' },
};

const SAMPLE_OF_TYPES = 10;

/** What all lists tell together. A record that cannot be read is named, and ends nothing. */
export class RecordSurvey {
  readonly totals = new Map<TargetKind, number>();
  /** Of each kind one with a Documento. */
  readonly samples = new Map<TargetKind, TargetRef>();
  readonly firstIds = new Map<TargetKind, string[]>();
  /** Contacts by the code of their status. */
  readonly statuses = new Map<string, number>();
  readonly deals = new DealSurvey();
  /** Hashed Documentos of contacts. */
  readonly contactDocumentos = new Set<string>();
  private readonly lines: Said[] = [];
  private readonly twice: Said[] = [];
  private readonly unreadable: string[] = [];

  async read(http: ClientifyHttp, concurrency: number): Promise<Finding> {
    for (const kind of KINDS) await this.readKind(http, concurrency, kind);
    return this.finding();
  }

  private async readKind(
    http: ClientifyHttp,
    concurrency: number,
    kind: TargetKind,
  ): Promise<void> {
    const byId = new Map<string, string[]>();
    const byDocument = new Map<string, string[]>();
    let total = 0;
    await readAll(http, COLLECTION[kind], concurrency, (item) => {
      total += 1;
      if (!isReadable(kind, item)) this.unreadable.push(nameOf(kind, item));
      const target = parseListed(kind, item);
      if (target === null) return;
      const ref = this.add(target, item);
      add(byId, ref.gesinturId, ref.id);
      if (kind !== 'deal')
        add(byDocument, ref.documento === '' ? '' : hashText(ref.documento), ref.id);
    });
    this.totals.set(kind, total);
    const linked = [...byId.values()].reduce((sum, ids) => sum + ids.length, 0);
    const { en, es } = COLLECTIONS[kind];
    this.lines.push({
      en: `${total} ${en}, ${linked} of them with a ${idFieldOf(kind)}`,
      es: `${es}: ${total}, con ${idFieldOf(kind)}: ${linked}`,
    });
    this.noteTwice(kind, byId, byDocument);
  }

  private add(target: Target, item: unknown): TargetRef {
    const { kind } = target;
    const ref = refOf(target);
    if (kind === 'contact') {
      count(this.statuses, String(target.fields['status'] ?? '(none)'));
      if (ref.documento !== '') this.contactDocumentos.add(hashText(`contact ${ref.documento}`));
    }
    if (kind === 'deal') this.deals.add(item);
    if (ref.documento !== '' && !this.samples.has(kind)) this.samples.set(kind, ref);
    const ids = this.firstIds.get(kind) ?? [];
    if (ids.length < SAMPLE_OF_TYPES) this.firstIds.set(kind, [...ids, ref.id]);
    return ref;
  }

  private noteTwice(
    kind: TargetKind,
    byId: ReadonlyMap<string, readonly string[]>,
    byDocument: ReadonlyMap<string, readonly string[]>,
  ): void {
    for (const [id, ids] of byId)
      if (ids.length > 1)
        this.twice.push(
          inBoth(
            (language) =>
              `${idFieldOf(kind)} ${id}: ${COLLECTIONS[kind][language]} ${ids.slice(0, 3).join(', ')}`,
          ),
        );
    const documents = [...byDocument.values()].filter((ids) => ids.length > 1);
    if (documents.length === 0) return;
    const named = documents.slice(0, 3).map((ids) => ids.slice(0, 3).join(' + '));
    const all = `${named.join('; ')}${documents.length > 3 ? ' …' : ''}`;
    this.twice.push({
      en: `one Documento: ${COLLECTIONS[kind].en} ${all}`,
      es: `un mismo Documento: ${COLLECTIONS[kind].es} ${all}`,
    });
  }

  private finding(): Finding {
    const { twice, unreadable } = this;
    const found = listed([listed(this.lines, '; '), alike('.')], '');
    if (twice.length + unreadable.length === 0) return ok(found);
    return warning(
      together(
        found,
        twice.length > 0 ? thereTwice(twice) : null,
        unreadable.length > 0
          ? {
              en: `Cannot be read: ${some(unreadable).en}.`,
              es: `No se pueden leer: ${some(unreadable).es}.`,
            }
          : null,
      ),
      together(twice.length > 0 ? MERGE : null, unreadable.length > 0 ? LOOK : null),
    );
  }
}

const MERGE: Said = {
  en: 'Merge them in Clientify: such records are not touched (AMBIGUOUS_ID, AMBIGUOUS_DOCUMENT).',
  es: 'Fusiónelos en Clientify: esos registros no se tocan (AMBIGUOUS_ID, AMBIGUOUS_DOCUMENT).',
};
const LOOK: Said = {
  en: 'Look at what cannot be read in Clientify: such a record, and one of GIAV that it may be, is not written (UNREADABLE_IN_CLIENTIFY).',
  es: 'Revise en Clientify lo que no se puede leer: no se escribe ese registro, ni el de GIAV al que pueda corresponder (UNREADABLE_IN_CLIENTIFY).',
};

function thereTwice(twice: readonly Said[]): Said {
  const named = listed(twice.slice(0, 5), ' | ');
  const more = twice.length - 5;
  return {
    en: `There twice: ${named.en}${more > 0 ? ` and ${more} more` : ''}.`,
    es: `Repetidos: ${named.es}${more > 0 ? ` y ${more} más` : ''}.`,
  };
}

const add = (map: Map<string, string[]>, key: string, id: string): void => {
  if (key !== '') map.set(key, [...(map.get(key) ?? []), id]);
};
