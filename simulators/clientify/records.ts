import type { CrmRecord, Value } from '../agency/data';
import { Conflict, Invalid, refuse } from './answers';
import { STATUSES, TEXTS } from './catalogue';
import type { CustomFields } from './custom-fields';
import type { Deals } from './deals';
import { Entries, Tags, entriesOf, hasEmail } from './entries';
import { stamp } from './stamps';
import { textOf, type Collection, type Store } from './store';
import type { ClientifySwitches } from './switches';
import type { Author, Webhooks } from './webhooks';

const BLANK: Readonly<Record<'contacts' | 'companies', () => CrmRecord>> = {
  contacts: () => ({
    emails: [],
    phones: [],
    addresses: [],
    websites: [],
    taxpayer_identification_number: '',
    last_name: '',
    status: 'cold-lead',
    contact_type: null,
    contact_source: null,
    company: null,
    birthday: null,
    gdpr_accept: false,
    gdpr_acceptance_date: null,
    unsubscribed: false,
    disclaimer: false,
    title: '',
    channel: 'integrations-api',
  }),
  companies: () => ({
    emails: [],
    phones: [],
    addresses: [],
    websites: [],
    taxpayer_identification_number: '',
    business_name: '',
  }),
};

type How = 'create' | 'update';

/** What POST, PUT and PATCH make of the three collections. */
export class Records {
  /** Contacts that the API made: each mails "Contacto creado desde API" to the administrators. */
  notices = 0;
  readonly entries: Entries;
  readonly tags: Tags;

  constructor(
    readonly store: Store,
    private readonly switches: ClientifySwitches,
    readonly deals: Deals,
    readonly customFields: CustomFields,
    private readonly webhooks: Webhooks,
  ) {
    this.entries = new Entries(store, switches);
    this.tags = new Tags(store, switches);
  }

  /** The record, and whether it is a new one. */
  create(
    collection: Collection,
    input: CrmRecord,
    by: Author,
    force = false,
  ): { record: CrmRecord; isNew: boolean } {
    const required = collection === 'contacts' ? 'first_name' : 'name';
    if (textOf(input[required]).trim() === '') throw refuse(this.switches, required, 'blank');
    if (by === 'key' && collection === 'contacts') {
      const known = this.known(input, force);
      if (known) return { record: known, isNew: false };
    }
    const record: CrmRecord = {
      id: this.store.newId(),
      created: stamp(),
      owner: 'ventas@example.com',
      owner_name: 'Ventas',
      tags: [],
      custom_fields: [],
      remarks: '',
      description: '',
      summary: '',
      ...(collection === 'deals' ? this.deals.blank() : BLANK[collection]()),
    };
    this.write(collection, record, input, by, 'create');
    this.addSingular(collection, record, input);
    if (by === 'key' && collection === 'contacts') this.notices += 1;
    return { record: this.saved(collection, record, by), isNew: true };
  }

  private addSingular(collection: Collection, record: CrmRecord, input: CrmRecord): void {
    if (collection === 'deals') return;
    if (textOf(input['email']) !== '')
      this.entries.add(record, 'emails', { type: 4, email: input['email'] ?? '' });
    if (textOf(input['phone']) !== '')
      this.entries.add(record, 'phones', { type: 1, phone: input['phone'] ?? '' });
  }

  /** The contact that a POST comes back with instead of a new one. */
  private known(input: CrmRecord, force: boolean): CrmRecord | null {
    const contacts = [...this.store.records.contacts.values()];
    const documento = textOf(input['taxpayer_identification_number']);
    if (
      this.switches.duplicateConflict &&
      documento !== '' &&
      contacts.some((one) => one['taxpayer_identification_number'] === documento)
    )
      throw new Conflict();
    if (this.switches.knownEmail === 'new' || (force && this.switches.forceInsert)) return null;
    const listed = (Array.isArray(input['emails']) ? input['emails'] : []).map((entry) =>
      textOf((entry as CrmRecord)['email']),
    );
    const emails = [textOf(input['email']), ...listed].filter((email) => email !== '');
    const known = contacts.find((one) => emails.some((email) => hasEmail(one, email)));
    if (!known) return null;
    if (this.switches.knownEmail === 'unchanged') return known;
    const phone = textOf(input['phone']);
    if (phone !== '' && !entriesOf(known, 'phones').some((entry) => entry['phone'] === phone))
      this.entries.add(known, 'phones', { type: 1, phone });
    return this.update('contacts', known, input, 'key');
  }

  /** A change that is refused leaves the record as it was. */
  update(collection: Collection, record: CrmRecord, input: CrmRecord, by: Author): CrmRecord {
    const draft = structuredClone(record);
    this.write(collection, draft, input, by, 'update');
    return this.saved(collection, Object.assign(record, draft), by);
  }

  saved(collection: Collection, record: CrmRecord, by: Author): CrmRecord {
    // `modified` moves within milliseconds of the write.
    record['modified'] = stamp(45);
    this.store.save(collection, Number(record['id']), record);
    if (collection !== 'deals') this.webhooks.saved(collection, record, by);
    return record;
  }

  remove(collection: Collection, record: CrmRecord, by: Author): void {
    this.store.save(collection, Number(record['id']), null);
    if (collection !== 'deals') this.webhooks.deleted(collection, record, by);
  }

  private write(
    collection: Collection,
    record: CrmRecord,
    input: CrmRecord,
    by: Author,
    how: How,
  ): void {
    if (collection === 'deals') this.deals.write(record, input, by === 'screen' ? 'screen' : how);
    this.writeTexts(collection, record, input);
    this.writeFlags(collection, record, input, how);
    this.writeLists(collection, record, input, by, how);
    if (Array.isArray(input['custom_fields']))
      this.customFields.write(collection, record, input['custom_fields'] as (CrmRecord | null)[]);
    else if (input['custom_fields'] === null) throw refuse(this.switches, 'custom_fields', 'null');
  }

  private writeTexts(collection: Collection, record: CrmRecord, input: CrmRecord): void {
    for (const name of TEXTS[collection]) {
      if (!(name in input)) continue;
      const value = input[name];
      if (value !== null && typeof value !== 'string' && typeof value !== 'number')
        throw refuse(this.switches, name, 'text');
      record[name] = value === null ? null : String(value).trim();
    }
    if (collection === 'contacts' && !STATUSES.includes(textOf(record['status'])))
      throw new Invalid({ status: [`"${textOf(record['status'])}" no es una elección válida.`] });
    for (const name of ['birthday', 'expected_closed_date'])
      if (name in input && input[name] !== null && !/^\d{4}-\d{2}-\d{2}$/.test(textOf(input[name])))
        throw refuse(this.switches, name, 'date');
    for (const name of ['first_name', 'name'])
      if (name in input && textOf(record[name]) === '') throw refuse(this.switches, name, 'blank');
  }

  private writeFlags(collection: Collection, record: CrmRecord, input: CrmRecord, how: How): void {
    const { createdTaken } = this.switches;
    if ('created' in input && (createdTaken === 'always' || createdTaken === how))
      record['created'] = `${textOf(input['created']).slice(0, 10)}T00:00:00.000000+01:00`;
    if (collection !== 'contacts') return;
    if ('gdpr_accept' in input) {
      // Any text that is not empty counts as true, "false" included.
      const accepted =
        input['gdpr_accept'] === true ||
        textOf(input['gdpr_accept']) === 'true' ||
        isText(input['gdpr_accept']);
      record['gdpr_accept'] = accepted;
      if (accepted && !record['gdpr_acceptance_date']) record['gdpr_acceptance_date'] = stamp();
    }
    if ('unsubscribed' in input && this.switches.unsubscribedWritable)
      record['unsubscribed'] = input['unsubscribed'] === true;
    if ('company' in input) record['company'] = this.companyOf(textOf(input['company']));
  }

  /** The text links to the company of exactly that name, else makes one; a URL makes one with that name. */
  private companyOf(name: string): number | null {
    if (name.trim() === '') return null;
    const known = [...this.store.records.companies.values()].find(
      (one) => one['name'] === name.trim(),
    );
    return Number(
      (known ?? this.create('companies', { name: name.trim() }, 'screen').record)['id'],
    );
  }

  private writeLists(
    collection: Collection,
    record: CrmRecord,
    input: CrmRecord,
    by: Author,
    how: How,
  ): void {
    for (const name of ['emails', 'phones', 'websites', 'addresses'] as const) {
      if (!Array.isArray(input[name])) continue;
      if (how === 'update' && by === 'key' && this.switches.ignoredOnUpdate.includes(name))
        continue;
      for (const entry of input[name]) this.entries.add(record, name, entry as CrmRecord);
    }
    if (
      !Array.isArray(input['tags']) ||
      (collection === 'deals' && by === 'key' && this.switches.dealTagsDropped !== 'no')
    )
      return;
    if (how === 'update' && this.switches.tagsOnUpdate === 'replace') record['tags'] = [];
    this.tags.add(record, input['tags']);
  }
}

const isText = (value: Value | undefined): boolean => typeof value === 'string' && value !== '';
