import type { CrmRecord, Value } from '../agency/data';
import type { Answer } from '../http';
import { html, Invalid, json, notAllowed, refuse, WORDS } from './answers';
import { ENTRY, type EntryList } from './catalogue';
import { textOf, type Store } from './store';
import type { ClientifySwitches } from './switches';

const VALUE_KEY = {
  emails: 'email',
  phones: 'phone',
  websites: 'website',
  addresses: 'street',
} as const;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const entriesOf = (record: CrmRecord, list: string): CrmRecord[] =>
  (record[list] as CrmRecord[] | undefined) ?? [];

export const hasEmail = (record: CrmRecord, email: string): boolean =>
  entriesOf(record, 'emails').some(
    (entry) => textOf(entry['email']).toLowerCase() === email.trim().toLowerCase(),
  );

/** E-mails, phones, addresses and websites: entries with ids of their own. */
export class Entries {
  constructor(
    private readonly store: Store,
    private readonly switches: ClientifySwitches,
  ) {}

  add(record: CrmRecord, list: EntryList, entry: CrmRecord): CrmRecord {
    const value = textOf(entry[VALUE_KEY[list]]).trim();
    if (list === 'emails' && !EMAIL.test(value)) throw refuse(this.switches, list, 'email');
    if (list !== 'addresses' && value === '') throw refuse(this.switches, list, 'blank');
    const added: CrmRecord = { id: this.store.newId(), type: entry['type'] ?? 1 };
    for (const key of ENTRY[list]) if (key !== 'type') added[key] = textOf(entry[key]).trim();
    if (list === 'phones') added['unsubscribed'] = false;
    record[list] = [...entriesOf(record, list), added];
    return added;
  }

  /** `…/{list}/` and `…/{list}/{entryId}/`; `saved` is called after a change. */
  route(
    method: string,
    record: CrmRecord,
    list: string,
    entryId: string | undefined,
    input: CrmRecord,
    saved: () => void,
  ): Answer | CrmRecord[] {
    if (!(list in ENTRY)) return html(404);
    const name = list as EntryList;
    const entries = entriesOf(record, name);
    if (method === 'GET' && entryId === undefined) return entries;
    if (method === 'POST' || method === 'PUT') this.check(record, name, input);
    if (entryId === undefined) {
      if (method !== 'POST') return notAllowed(method);
      const added = this.add(record, name, input);
      saved();
      return json(201, added);
    }
    const entry = entries.find((one) => String(one['id']) === entryId);
    if (!entry) return json(404, { detail: 'Not found.' });
    if (method === 'DELETE') record[name] = entries.filter((one) => one !== entry);
    else if (method === 'PUT') {
      record[name] = entries.filter((one) => one !== entry);
      const changed = this.add(record, name, input);
      changed['id'] = Number(entryId);
    } else return notAllowed(method);
    saved();
    return method === 'DELETE' ? json(204, null) : json(200, { ...entry, ...input });
  }

  /** An address needs all six keys; an e-mail of somebody else may be refused. */
  private check(record: CrmRecord, list: EntryList, input: CrmRecord): void {
    if (list === 'addresses') {
      const missing = ENTRY.addresses.filter((key) => !(key in input));
      if (missing.length > 0)
        throw new Invalid(
          Object.fromEntries(missing.map((key) => [key, [WORDS.required[this.switches.language]]])),
        );
    }
    const others = (): CrmRecord[] =>
      [...this.store.records.contacts.values()].filter((one) => one['id'] !== record['id']);
    if (
      list === 'emails' &&
      this.switches.sharedEmail === 'refused' &&
      others().some((one) => hasEmail(one, textOf(input['email'])))
    )
      throw refuse(this.switches, 'email', 'taken');
  }
}

/** Tags of a record: names inside, `{id,name}` in the sub-resource. */
export class Tags {
  private readonly ids = new Map<string, number>();

  constructor(
    private readonly store: Store,
    private readonly switches: ClientifySwitches,
  ) {}

  nameOf(name: string): string {
    return this.switches.lowerCaseTags ? name.trim().toLowerCase() : name.trim();
  }

  listOf(record: CrmRecord): CrmRecord[] {
    return ((record['tags'] as string[] | undefined) ?? []).map((name) => ({
      id: this.idOf(name),
      name,
    }));
  }

  add(record: CrmRecord, names: readonly Value[]): void {
    const tags = (record['tags'] as string[] | undefined) ?? [];
    record['tags'] = [...new Set([...tags, ...names.map((name) => this.nameOf(textOf(name)))])];
  }

  route(
    method: string,
    record: CrmRecord,
    tagId: string | undefined,
    input: CrmRecord,
    dropped: boolean,
    saved: () => void,
  ): Answer | CrmRecord[] {
    if (tagId !== undefined) {
      if (method !== 'DELETE') return notAllowed(method);
      record['tags'] = ((record['tags'] as string[] | undefined) ?? []).filter(
        (name) => String(this.idOf(name)) !== tagId,
      );
      saved();
      return json(204, null);
    }
    if (method === 'GET') return this.listOf(record);
    if (method !== 'POST') return notAllowed(method);
    const name = this.nameOf(textOf(input['name']));
    if (name === '') throw refuse(this.switches, 'name', 'blank');
    if (!dropped) this.add(record, [name]);
    saved();
    return json(201, { id: this.idOf(name), name });
  }

  private idOf(name: string): number {
    const known = this.ids.get(name) ?? this.store.newId();
    this.ids.set(name, known);
    return known;
  }
}
