/** Who owns a field: `giav` always flows from GIAV; `two-way` may be edited on both sides. */
export type Owner = 'giav' | 'two-way';

/** One row of a mapping table. `read` gives the value that the target field should hold. */
export interface FieldRule<Source, Value> {
  readonly source: string;
  readonly target: string;
  readonly owner: Owner;
  readonly read: (source: Source) => Value;
}
