export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type GiavRecord = { [field: string]: Value };
export type CrmRecord = { [field: string]: Value };

export interface AgencyData {
  readonly clients: GiavRecord[];
  readonly expedientes: GiavRecord[];
  readonly stages: GiavRecord[];
  readonly offices: GiavRecord[];
  readonly invoices: GiavRecord[];
  readonly reservations: GiavRecord[];
  /** @default - none */
  readonly agents?: GiavRecord[];
  /** What clients have paid (WsCobro). @default - none */
  readonly collections?: GiavRecord[];
  /** Definitions of the agency's own fields, each with the class that has it under `(class)`. @default - none */
  readonly ownFields?: GiavRecord[];
  /** Users of Clientify by their user names. @default - ventas@example.com alone */
  readonly users?: string[];
  /** What the agency already had in Clientify, by collection. */
  readonly contacts: CrmRecord[];
  readonly companies: CrmRecord[];
  readonly deals: CrmRecord[];
  readonly pipelines: { name: string; stages: string[] }[];
}
