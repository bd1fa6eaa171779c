import { trimDocumento } from '../../sync/documento';
import { firstFilled, splitEmails } from '../../sync/cleaning';
import { kindOf } from '../../sync/client-to-clientify';
import { hashText } from '../../sync/hash';
import { passwordForm } from '../../sync/portal-password';
import type { Expediente } from '../../sync/records';
import type { Said } from '../../sync/said';
import type { ProbedClient } from '../../giav/probes';
import { allOf } from './check';

/** Where one Documento stands: by kind, because a contact and a company may share one. */
const MAX_NAMED = 50;

/**
 * Counts over all clients and expedientes that were read. Keeps ids, hashes and counts only; the Documento itself is
 * never kept (RGPD).
 */
export class GiavSurvey {
  clients = 0;
  companies = 0;
  disabled = 0;
  invalid = 0;
  expedientes = 0;
  readonly withoutDocumento: number[] = [];
  readonly withBlanks: number[] = [];
  readonly withoutName: number[] = [];
  readonly withSeveralEmails: number[] = [];
  readonly withTaxDistrict = new Map<string, number>();
  readonly sedesFiscales = new Map<string, number>();
  readonly tipos = new Map<string, number>();
  readonly passwords = { plain: 0, masked: 0, hashed: 0, absent: 0 };
  readonly statesInUse = new Map<number | null, number>();
  readonly clientsOfExpedientes = new Set<number>();
  readonly offices = new Map<string, number>();
  newest = '';
  private readonly owners = new Map<string, number[]>();
  private readonly persons = new Set<string>();
  readonly clientIds = new Set<number>();
  private readonly officeOfNumber = new Map<string, string>();
  sharedNumbers = 0;

  addClient({ client, raw }: ProbedClient): void {
    if (this.clientIds.has(client.id)) return;
    this.clientIds.add(client.id);
    this.clients += 1;
    count(this.tipos, client.tipo);
    if (kindOf(client) === 'company') this.companies += 1;
    if (client.deshabilitado) this.disabled += 1;
    if ((client.modifiedAt ?? '') > this.newest) this.newest = client.modifiedAt ?? '';
    const documento = trimDocumento(client.documento);
    if (documento === '') this.withoutDocumento.push(client.id);
    else {
      const key = hashText(`${kindOf(client)} ${documento}`);
      this.owners.set(key, [...(this.owners.get(key) ?? []), client.id]);
      if (kindOf(client) === 'contact') this.persons.add(key);
    }
    if (documento !== client.documento && documento !== '') this.withBlanks.push(client.id);
    if (firstFilled(client.nombre, client.apellidos, client.nombreAlias) === '')
      this.withoutName.push(client.id);
    if (splitEmails(client.email).emails.length > 1) this.withSeveralEmails.push(client.id);
    const sedeFiscal = client.texts['SedeFiscal']?.trim() ?? '';
    count(this.sedesFiscales, sedeFiscal === '' ? '(empty)' : sedeFiscal.slice(0, 20));
    const district = raw['SubSedeFiscal'];
    if (district !== null && district !== undefined && String(district) !== '')
      count(this.withTaxDistrict, String(district));
    this.addPassword(raw);
  }

  private addPassword(raw: ProbedClient['raw']): void {
    if (String(raw['CustomerPortal_Enabled']) !== 'true') return;
    this.passwords[passwordForm(raw['CustomerPortal_Password'])] += 1;
  }

  addExpediente(one: Expediente): void {
    this.expedientes += 1;
    count(this.statesInUse, one.idEntityStage);
    count(this.offices, one.codigoOficina.trim());
    this.clientsOfExpedientes.add(one.idCliente);
    const office = this.officeOfNumber.get(one.codigo);
    if (office === undefined) this.officeOfNumber.set(one.codigo, one.codigoOficina);
    else if (office !== one.codigoOficina) this.sharedNumbers += 1;
  }

  /** Ids of clients that share their Documento with another of the same kind, group by group. */
  get shared(): number[][] {
    return [...this.owners.values()].filter((ids) => ids.length > 1).slice(0, MAX_NAMED);
  }

  /** Persons in GIAV whose Documento is not among these hashed ones. */
  contactsWithout(documentos: ReadonlySet<string>): number {
    return [...this.owners.keys()].filter((key) => this.persons.has(key) && !documentos.has(key))
      .length;
  }

  get sharedGroups(): number {
    return [...this.owners.values()].filter((ids) => ids.length > 1).length;
  }
}

export function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

/** Keys that are words of ours, not of the system. */
const SPANISH: Readonly<Record<string, string>> = { '(none)': '(ninguno)', '(empty)': '(vacía)' };

/** `ES 240, FR 3`; the most frequent first. */
export const histogram = (map: ReadonlyMap<unknown, number>, limit = 8): Said =>
  allOf(
    [...map.entries()]
      .sort((a, b) => b[1] - a[1])
      .slice(0, limit)
      .map(([key, times]) => {
        const name = String(key);
        return { en: `${name} ${times}`, es: `${SPANISH[name] ?? name} ${times}` };
      }),
  );
