import fc from 'fast-check';
import { sentFields, type Changes } from '../../lib/sync/changes';
import { MAIN_ADDRESS, type Target } from '../../lib/sync/target';
import { Agency } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import type { Fault } from '../ports/faults';

export const NIF = '12345678Z';
const ID = 7;

export const MODES = ['off', 'dry-run', 'on'] as const;
export type Mode = (typeof MODES)[number];

/** One thing that happens. Values are unique words, so that each can be found again wherever it went. */
export type Step =
  | { readonly do: 'giav'; readonly field: GiavField; readonly blank: boolean }
  | { readonly do: 'consent'; readonly to: 'Pending' | 'Accepted' | 'Denied' }
  | { readonly do: 'clientify'; readonly what: ClientifyEdit; readonly at: number }
  | { readonly do: 'run'; readonly mode: 'full' | 'modified' }
  | { readonly do: 'hook' }
  | { readonly do: 'fault'; readonly at: number; readonly fault: Fault }
  | { readonly do: 'mode'; readonly to: Mode }
  | { readonly do: 'meanwhile'; readonly what: ClientifyEdit; readonly when: 'before' | 'after' };

const GIAV_FIELDS = [
  'nombre',
  'apellidos',
  'direccion',
  'codPostal',
  'poblacion',
  'provincia',
  'comentarios',
  'movil',
  'telefono',
  'email',
  'birthday',
] as const;
type GiavField = (typeof GIAV_FIELDS)[number];

const CLIENTIFY_EDITS = [
  'first_name',
  'last_name',
  'remarks',
  'birthday',
  'clear-remarks',
  'street',
  'city',
  'postal_code',
  'address-type',
  'address-again',
  'drop-address',
  'new-address',
  'phone',
  'new-phone',
  'drop-phone',
  'email',
  'new-email',
  'drop-email',
  'unsubscribe',
  'status',
  'empty-id',
  'delete',
  'merge',
] as const;
type ClientifyEdit = (typeof CLIENTIFY_EDITS)[number];

/** What each of them touches, as the changes name it. */
const TOUCHES: Readonly<Record<ClientifyEdit, readonly string[]>> = {
  first_name: ['first_name'],
  last_name: ['last_name'],
  remarks: ['remarks'],
  birthday: ['birthday'],
  'clear-remarks': ['remarks'],
  street: ['address'],
  city: ['address'],
  postal_code: ['address'],
  'address-type': ['address'],
  'address-again': ['address'],
  'drop-address': ['address'],
  'new-address': ['address'],
  phone: ['phones'],
  'new-phone': [],
  'drop-phone': ['phones'],
  email: ['emails'],
  'new-email': [],
  'drop-email': ['emails'],
  unsubscribe: ['unsubscribed'],
  status: ['status'],
  'empty-id': ['cf_gesintur_id'],
  delete: [],
  merge: [],
};

const edit = fc.constantFrom(...CLIENTIFY_EDITS);
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('giav' as const),
      field: fc.constantFrom(...GIAV_FIELDS),
      blank: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('consent' as const),
      to: fc.constantFrom('Pending' as const, 'Accepted' as const, 'Denied' as const),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('clientify' as const), what: edit, at: fc.nat(2) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('run' as const),
      mode: fc.constantFrom('full' as const, 'modified' as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hook' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      at: fc.nat(12),
      fault: fc.constantFrom<Fault>('refuse', 'lose', 'kill', 'killAfter'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('meanwhile' as const),
      what: edit,
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
);
export const modeSwitch: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('mode' as const),
  to: fc.constantFrom(...MODES),
});

export interface Start {
  readonly mode: Mode;
  readonly winner: 'giav' | 'clientify';
  readonly clears: 'never' | 'always';
  /** Fields that are filled at first, on either side. */
  readonly giav: readonly GiavField[];
  readonly clientify: readonly ClientifyEdit[] | null;
}
export const start: fc.Arbitrary<Start> = fc.record({
  mode: fc.constantFrom(...MODES),
  winner: fc.constantFrom('giav' as const, 'clientify' as const),
  clears: fc.constantFrom('never' as const, 'always' as const),
  giav: fc.subarray([...GIAV_FIELDS]),
  clientify: fc.option(
    fc.subarray([
      'first_name',
      'last_name',
      'remarks',
      'birthday',
      'new-address',
      'new-phone',
      'new-email',
    ] as ClientifyEdit[]),
  ),
});

interface Typed {
  readonly word: string;
  readonly side: 'giav' | 'clientify';
  readonly at: string;
}

/** A client and its record through everything that people, both systems and the network do to them. */
export class History {
  readonly agency: Agency;
  readonly typed: Typed[] = [];
  /** Words that a person wrote over before anybody else had seen them. */
  private readonly withdrawn = new Set<string>();
  private words = 0;
  private meanwhile: Extract<Step, { do: 'meanwhile' }> | null = null;
  /** The record of Clientify was deleted or merged by a person. */
  lostRecord = false;
  switched = false;

  constructor(private readonly begin: Start) {
    this.agency = new Agency(this.settings(begin.mode));
    this.agency.giav.store(
      rawClient(ID, {
        Documento: NIF,
        MailingConsent: 'Accepted',
        Contacts: { Contact: [{ Name: 'Ñusta', Remarks: ' a ' }] },
      }),
    );
    for (const field of begin.giav) this.inGiav(field, false);
    if (begin.clientify !== null) {
      this.agency.clientify.store(empty(this.agency.clientify.id()));
      for (const what of begin.clientify) this.inClientify(what, 0);
    }
    this.agency.clientify.afterWrite = () => this.interfere('after', null);
    this.agency.clientify.beforeWrite = (_, changes) => this.interfere('before', changes);
  }

  private settings(mode: Mode) {
    const { winner, clears } = this.begin;
    return { writeBack: { mode, acknowledgeUnreadable: true, winner, clears } };
  }

  async take(one: Step): Promise<void> {
    const { agency } = this;
    if (one.do === 'giav') this.inGiav(one.field, one.blank);
    else if (one.do === 'consent') agency.giav.edit(ID, {}, { MailingConsent: one.to });
    else if (one.do === 'clientify') this.inClientify(one.what, one.at);
    else if (one.do === 'fault') agency.faults.at(one.at, one.fault);
    else if (one.do === 'meanwhile') this.meanwhile = one;
    else if (one.do === 'mode') {
      this.switched = true;
      agency.set(this.settings(one.to));
    } else if (one.do === 'run') {
      await agency.run(one.mode);
      await agency.drain();
    } else
      for (const { kind, id } of this.contacts()) {
        await agency.hint(kind as 'contact', id);
        await agency.drain();
      }
  }

  /** Without a version to compare, nobody can know of an edit that our own write of the same field covers. */
  private interfere(when: 'before' | 'after', changes: Changes | null): void {
    const one = this.meanwhile;
    if (one?.when !== when) return;
    this.meanwhile = null;
    if (changes === null || !TOUCHES[one.what].some((field) => sentFields(changes).has(field)))
      this.inClientify(one.what, 0);
  }

  /** Everything comes to rest. */
  async end(): Promise<void> {
    this.meanwhile = null;
    await this.agency.settle();
  }

  contacts(): Target[] {
    return [...this.agency.clientify.records.values()];
  }

  private word(kind: 'text' | 'phone' | 'email' | 'date' | 'code'): string {
    const n = ++this.words;
    if (kind === 'phone') return `6${String(10_000_000 + n * 7919).slice(0, 8)}`;
    if (kind === 'email') return `w${n}@example.com`;
    if (kind === 'date')
      return `19${String(50 + (n % 49)).padStart(2, '0')}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 27)).padStart(2, '0')}`;
    return kind === 'code' ? String(10_000 + n) : `Word${n}`;
  }

  private note(side: Typed['side'], at: string, word: string): string {
    this.typed.push({ side, at, word });
    return word;
  }

  /** What a person writes over is theirs to lose, unless the other side has it too. */
  private withdraw(side: Typed['side'], text: string): void {
    const other =
      side === 'giav'
        ? JSON.stringify(this.contacts())
        : JSON.stringify([...this.agency.giav.clients.values()]);
    for (const { word } of this.typed)
      if (text.includes(word) && !other.includes(word)) this.withdrawn.add(word);
  }

  private inGiav(field: GiavField, blank: boolean): void {
    const client = this.agency.giav.client(ID);
    if (!client) return;
    this.withdraw('giav', client[field] ?? '');
    const kind =
      field === 'movil' || field === 'telefono'
        ? 'phone'
        : field === 'email'
          ? 'email'
          : field === 'birthday'
            ? 'date'
            : field === 'codPostal'
              ? 'code'
              : 'text';
    const value = blank ? '' : this.note('giav', field, this.word(kind));
    this.agency.giav.edit(ID, { [field]: field === 'birthday' && blank ? null : value });
  }

  private inClientify(what: ClientifyEdit, at: number): void {
    const target = this.contacts()[0];
    if (!target) return;
    const before = JSON.stringify(target);
    const after = this.edited(target, what, at);
    if (after === null) {
      this.lostRecord = true;
      this.withdraw('clientify', before);
      this.agency.clientify.delete(target.kind, target.id);
      if (what === 'merge')
        this.agency.clientify.store({
          ...target,
          id: this.agency.clientify.id(),
          customFields: {},
        });
      return;
    }
    const now = JSON.stringify(after);
    const gone = this.typed
      .filter(({ word }) => before.includes(word) && !now.includes(word))
      .map(({ word }) => word);
    this.withdraw('clientify', gone.join(' '));
    this.agency.clientify.store(after);
  }

  /** null: the record is gone. */
  private edited(target: Target, what: ClientifyEdit, at: number): Target | null {
    const word = (kind: Parameters<History['word']>[0]): string =>
      this.note('clientify', what, this.word(kind));
    const fields = (more: Record<string, unknown>): Target => ({
      ...target,
      fields: { ...target.fields, ...more },
    });
    const [emails, phones, addresses] = [
      target.emails ?? [],
      target.phones ?? [],
      target.addresses ?? [],
    ];
    const id = (): string => this.agency.clientify.id();
    const exchange = <T>(list: readonly T[], by: (one: T) => T): T[] =>
      list.map((one, index) => (index === at % list.length ? by(one) : one));
    const without = <T>(list: readonly T[]): T[] =>
      list.filter((_, index) => index !== at % list.length);
    switch (what) {
      case 'first_name':
      case 'last_name':
      case 'remarks':
        return fields({ [what]: word('text') });
      case 'birthday':
        return fields({ birthday: word('date') });
      case 'clear-remarks':
        return fields({ remarks: '' });
      case 'street':
      case 'city':
        return addresses.length === 0
          ? target
          : {
              ...target,
              addresses: exchange(addresses, (one) => ({ ...one, [what]: word('text') })),
            };
      case 'postal_code':
        return addresses.length === 0
          ? target
          : {
              ...target,
              addresses: exchange(addresses, (one) => ({ ...one, postal_code: word('code') })),
            };
      case 'address-type':
        return { ...target, addresses: addresses.map((one) => ({ ...one, type: 1 })) };
      case 'address-again':
        return { ...target, addresses: addresses.map((one) => ({ ...one, id: id() })) };
      case 'drop-address':
        return { ...target, addresses: without(addresses) };
      case 'new-address':
        if (addresses.length > 1) return target;
        return {
          ...target,
          addresses: [
            ...addresses,
            {
              id: id(),
              type: addresses.length === 0 ? MAIN_ADDRESS : 1,
              street: word('text'),
              city: word('text'),
              state: '',
              country: 'es',
              postal_code: word('code'),
            },
          ],
        };
      case 'phone':
        return phones.length === 0
          ? target
          : { ...target, phones: exchange(phones, (one) => ({ ...one, phone: word('phone') })) };
      case 'new-phone':
        return phones.length > 3
          ? target
          : { ...target, phones: [...phones, { id: id(), type: 2, phone: word('phone') }] };
      case 'drop-phone':
        return { ...target, phones: without(phones) };
      case 'email':
        return emails.length === 0
          ? target
          : { ...target, emails: exchange(emails, (one) => ({ ...one, email: word('email') })) };
      case 'new-email':
        return emails.length > 2
          ? target
          : { ...target, emails: [...emails, { id: id(), type: 3, email: word('email') }] };
      case 'drop-email':
        return { ...target, emails: without(emails) };
      case 'unsubscribe':
        return fields({ unsubscribed: true });
      case 'status':
        return fields({ status: 'in-deal' });
      case 'empty-id':
        return {
          ...target,
          customFields: Object.fromEntries(
            Object.entries(target.customFields ?? {}).filter(([name]) => name !== 'gesintur_id'),
          ),
        };
      default:
        return null;
    }
  }

  /** Words that somebody typed and that are nowhere: on no side, and in no decision. */
  lost(): string[] {
    const told = this.agency.decisions.map(({ replaced, conflicts, giav }) => ({
      replaced,
      conflicts,
      changes: giav?.mode === 'on' ? giav.changes : [],
    }));
    const somewhere = JSON.stringify([
      [...this.agency.giav.clients.values()],
      this.contacts(),
      told,
    ]);
    return this.typed
      .filter(({ word }) => !somewhere.includes(word) && !this.withdrawn.has(word))
      .map(({ side, at, word }) => `${word} (${side} ${at})`);
  }
}

const empty = (id: string): Target => ({
  kind: 'contact',
  id,
  modified: null,
  fields: {
    first_name: 'Anónima',
    last_name: '',
    taxpayer_identification_number: NIF,
    status: 'client',
    contact_type: 'Cliente actual',
    birthday: null,
    remarks: '',
    gdpr_accept: false,
    unsubscribed: false,
  },
  emails: [],
  phones: [],
  addresses: [],
  customFields: {},
  tags: [],
});
