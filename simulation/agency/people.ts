import type { CrmRecord } from '../../simulators/agency/data';
import type { ClientifySimulator } from '../../simulators/clientify/server';
import { entriesOf } from '../../simulators/clientify/entries';
import { customValue } from '../../simulators/clientify/custom-fields';
import type { GiavModel } from '../systems/giav-model';
import type { Raw } from '../systems/giav-records';
import type { Scheduler } from '../time/scheduler';
import { FIRST_CLIENT, STAGES } from './clients';
import type { Form, Side, Vocabulary } from './vocabulary';

export const GIAV_FIELDS = {
  Nombre: 'text',
  Apellidos: 'text',
  Direccion: 'text',
  CodPostal: 'code',
  Poblacion: 'text',
  Comentarios: 'text',
  Movil: 'phone',
  Telefono: 'phone',
  Email: 'email',
} as const satisfies Record<string, Form>;

export const CLIENTIFY_EDITS = [
  'first_name',
  'last_name',
  'remarks',
  'birthday',
  'new-phone',
  'phone',
  'drop-phone',
  'new-email',
  'email',
  'street',
  'new-address',
  'unsubscribe',
  'status',
  'empty-id',
  'delete',
  'merge',
] as const;
export type ClientifyEdit = (typeof CLIENTIFY_EDITS)[number];

/** What people do, at either screen. */
export type Deed =
  | { readonly do: 'giav-edit'; readonly field: keyof typeof GIAV_FIELDS; readonly blank: boolean }
  | { readonly do: 'giav-consent'; readonly to: string }
  | { readonly do: 'giav-new' }
  /** The client's Documento is corrected. */
  | { readonly do: 'giav-documento' }
  | { readonly do: 'giav-stage'; readonly to: number }
  | { readonly do: 'clientify-edit'; readonly what: ClientifyEdit }
  | { readonly do: 'clientify-new'; readonly documento: string };

interface Desk {
  readonly giav: GiavModel;
  readonly clientify: ClientifySimulator;
  readonly words: Vocabulary;
  readonly scheduler: Scheduler;
}

/** The people of the agency, who know nothing of the sync. */
export class People {
  constructor(private readonly desk: Desk) {}

  /** @param which of the clients: any number. */
  act(deed: Deed, which: number): void {
    const ids = [...this.desk.giav.clients.keys()];
    const id = ids[which % ids.length] ?? FIRST_CLIENT;
    if (deed.do === 'giav-edit') this.editGiav(id, deed.field, deed.blank);
    else if (deed.do === 'giav-consent') this.desk.giav.save(id, { MailingConsent: deed.to });
    else if (deed.do === 'giav-new') this.newInGiav();
    else if (deed.do === 'giav-documento')
      this.desk.giav.save(id, { Documento: documentoAfter(id + (which % 1000) * 100_000) });
    else if (deed.do === 'giav-stage') this.moveFile(which, deed.to);
    else if (deed.do === 'clientify-new') this.newContact(deed.documento);
    else this.editContact(String(id), deed.what);
  }

  private type(form: Form, side: Side, client: string, field: string): string {
    return this.desk.words.type(form, { side, client, field, at: this.desk.scheduler.now });
  }

  private editGiav(id: number, field: keyof typeof GIAV_FIELDS, blank: boolean): void {
    const { giav } = this.desk;
    const before = giav.clients.get(id);
    if (before === undefined || (before['Tipo'] === 'Empresa' && field === 'Nombre')) return;
    if (blank && ['Nombre', 'Apellidos'].includes(field)) return;
    this.withdraw('giav', id, String(before[field] ?? ''));
    giav.save(id, {
      [field]: blank ? '' : this.type(GIAV_FIELDS[field], 'giav', String(id), field),
    });
  }

  private newInGiav(): void {
    const { giav } = this.desk;
    const id = giav.newId();
    const [first] = giav.clients.values();
    const like: Raw = { ...first };
    for (const field of [...Object.keys(GIAV_FIELDS), 'AlertMsg', 'SepaReferencia', 'Contacts'])
      delete like[field];
    giav.save(id, {
      ...like,
      Id: id,
      Tipo: 'Particular',
      Documento: documentoAfter(id),
      Nombre: this.type('text', 'giav', String(id), 'Nombre'),
      Apellidos: this.type('text', 'giav', String(id), 'Apellidos'),
    });
  }

  private moveFile(which: number, to: number): void {
    const ids = [...this.desk.giav.expedientes.keys()];
    const id = ids[which % ids.length];
    if (id !== undefined) this.desk.giav.saveFile(id, { IdEntityStage: 11 + (to % STAGES.length) });
  }

  private newContact(documento: string): void {
    this.desk.clientify.records.create(
      'contacts',
      {
        first_name: this.type('text', 'clientify', documento, 'first_name'),
        last_name: this.type('text', 'clientify', documento, 'last_name'),
        taxpayer_identification_number: documento,
        status: 'client',
      },
      'screen',
    );
  }

  /** The contact that shows the client's id. */
  contactOf(id: string): CrmRecord | undefined {
    const contacts = this.desk.clientify.store.records.contacts.values();
    return [...contacts].find((one) => customValue(one, 'gesintur_id') === id);
  }

  private editContact(id: string, what: ClientifyEdit): void {
    const { clientify } = this.desk;
    const record = this.contactOf(id);
    if (record === undefined) return;
    const before = JSON.stringify(record);
    if (what === 'delete' || what === 'merge') {
      this.withdraw('clientify', Number(id), before);
      clientify.records.remove('contacts', record, 'screen');
      // The record that is left has another id, and what was in the fields of ours is gone.
      if (what === 'merge')
        clientify.records.create('contacts', { ...record, custom_fields: [] }, 'screen');
      return;
    }
    const after = structuredClone(record);
    this.change(after, id, what);
    const now = JSON.stringify(after);
    if (now === before) return;
    const gone = wordsOf(this.desk.words, before).filter((word) => !now.includes(word));
    this.withdraw('clientify', Number(id), gone.join(' '));
    clientify.records.saved('contacts', Object.assign(record, after), 'screen');
  }

  private change(record: CrmRecord, id: string, what: ClientifyEdit): void {
    const { clientify } = this.desk;
    const word = (form: Form): string => this.type(form, 'clientify', id, what);
    const entry = (list: string, value: CrmRecord): void => {
      record[list] = [...entriesOf(record, list), { id: clientify.store.newId(), ...value }];
    };
    const [phone] = entriesOf(record, 'phones');
    const [email] = entriesOf(record, 'emails');
    const [address] = entriesOf(record, 'addresses');
    if (what === 'first_name' || what === 'last_name' || what === 'remarks')
      record[what] = word('text');
    else if (what === 'birthday') record['birthday'] = word('date');
    else if (what === 'new-phone' && entriesOf(record, 'phones').length < 4)
      entry('phones', { type: 2, phone: word('phone'), unsubscribed: false });
    else if (what === 'phone' && phone) phone['phone'] = word('phone');
    else if (what === 'drop-phone') record['phones'] = entriesOf(record, 'phones').slice(1);
    else if (what === 'new-email' && entriesOf(record, 'emails').length < 3)
      entry('emails', { type: 3, email: word('email') });
    else if (what === 'email' && email) email['email'] = word('email');
    else if (what === 'street' && address) address['street'] = word('text');
    else if (what === 'new-address' && !address)
      entry('addresses', {
        type: 5,
        street: word('text'),
        city: word('text'),
        state: '',
        country: 'es',
        postal_code: word('code'),
      });
    else if (what === 'unsubscribe') record['unsubscribed'] = true;
    else if (what === 'status') record['status'] = 'hot-lead';
    else if (what === 'empty-id') record['custom_fields'] = [];
  }

  /** What a person writes over is theirs to lose, unless the other side has it too. */
  private withdraw(side: Side, id: number, text: string): void {
    const { giav, words } = this.desk;
    const other =
      side === 'giav'
        ? JSON.stringify(this.contactOf(String(id)) ?? {})
        : JSON.stringify(giav.clients.get(id) ?? {});
    for (const word of wordsOf(words, text)) if (!other.includes(word)) words.withdrawn.add(word);
  }
}

const wordsOf = (words: Vocabulary, text: string): string[] =>
  words.typed.map(({ word }) => word).filter((word) => text.includes(word));

const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
/** A NIF that nobody had before. */
const documentoAfter = (id: number): string => {
  const number = (id + 50_000_000) % 100_000_000;
  return `${String(number).padStart(8, '0')}${LETTERS[number % 23] ?? ''}`;
};
