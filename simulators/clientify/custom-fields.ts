import type { CrmRecord } from '../agency/data';
import { Invalid, refuse } from './answers';
import { CONTENT } from './catalogue';
import { textOf, type Collection, type Store } from './store';
import type { ClientifySwitches } from './switches';

export const customValue = (record: CrmRecord, name: string): string =>
  textOf(
    ((record['custom_fields'] as CrmRecord[] | undefined) ?? []).find(
      (one) => one['field'] === name,
    )?.['value'],
  );

/** Definitions of custom fields, and their values in records. */
export class CustomFields {
  constructor(
    private readonly store: Store,
    private readonly switches: ClientifySwitches,
    private readonly base: () => string,
  ) {}

  /** An account that has been in use: more than one page of definitions, in both languages. */
  seed(): void {
    for (const name of ['Aniversario', 'Preferencias']) this.define(name, 'contacts | contacto', 3);
    for (let at = 1; at <= 105; at++)
      this.define(`Campo ${at}`, at % 2 === 0 ? 'contacts | contact' : 'products', 3);
    for (const kind of ['contacts | contacto', 'companies | empresa'])
      this.define('gesintur_id', kind, 3);
  }

  define(name: string, contentType: string, fieldType: number): CrmRecord {
    const id = this.store.newId();
    const definition = {
      url: `${this.base()}/custom-fields/${id}/`,
      id,
      name,
      content_type: contentType,
      field_type: fieldType,
      field_type_display: 'Texto',
      default_value: '',
      dropdown_choices: [],
      visible: true,
    };
    this.store.save('custom-fields', id, definition);
    return definition;
  }

  /** With the values that records hold of it. */
  drop(id: number): void {
    const { name, content_type: content } = this.store.definitions.get(id) ?? {};
    this.store.save('custom-fields', id, null);
    for (const collection of ['contacts', 'companies', 'deals'] as const) {
      if (!textOf(content).startsWith(CONTENT[collection])) continue;
      for (const record of this.store.records[collection].values())
        record['custom_fields'] = (
          (record['custom_fields'] as CrmRecord[] | undefined) ?? []
        ).filter((one) => one['field'] !== name);
    }
  }

  private isDefined(collection: Collection, name: string): boolean {
    return [...this.store.definitions.values()].some(
      (one) => one['name'] === name && textOf(one['content_type']).startsWith(CONTENT[collection]),
    );
  }

  write(collection: Collection, record: CrmRecord, values: readonly (CrmRecord | null)[]): void {
    const old = new Map(
      ((record['custom_fields'] as CrmRecord[] | undefined) ?? []).map((one) => [
        textOf(one['field']),
        one,
      ]),
    );
    const kept = this.switches.customFieldsOnWrite === 'merge' ? old : new Map<string, CrmRecord>();
    for (const one of values) {
      if (one?.['value'] === null || one?.['value'] === undefined)
        throw refuse(this.switches, 'custom_fields', 'null');
      const name = textOf(one['field']);
      if (typeof one['value'] !== 'string') throw refuse(this.switches, 'custom_fields', 'text');
      if (!this.isDefined(collection, name)) {
        if (this.switches.undefinedField === 'refuse')
          throw new Invalid({ custom_fields: [`${name}: no existe.`] });
        if (this.switches.undefinedField === 'ignore') continue;
        this.define(name, CONTENT[collection], 3);
      }
      const value = one['value'].trim();
      if (value === '') {
        if (this.switches.emptyCustomField === 'refuse')
          throw refuse(this.switches, 'custom_fields', 'blank');
        // An empty value does not stick: the old one stays.
        const before = old.get(name);
        if (before) kept.set(name, before);
      } else
        kept.set(name, {
          field: name,
          value,
          field_detail: { id: this.store.newId(), field_type: 3, dropdown_choices: [] },
        });
    }
    record['custom_fields'] = [...kept.values()];
  }
}
