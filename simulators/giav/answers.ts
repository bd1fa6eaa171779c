import type { GiavRecord } from '../agency/data';
import type { Schema } from './schema';
import { writeRecord } from './xml';

/** Key of what is pending of an expediente: no list shows it. */
const PENDING = '(pending)';

const responseOf = (operation: string, result: string): string =>
  `<${operation}Response xmlns="Giav.Core.Business">${result}</${operation}Response>`;

/** What the service answers with, in the order of its schema; null = there is no such record. */
export class Answers {
  constructor(private readonly schema: Schema) {}

  list(operation: string, type: string, records: readonly GiavRecord[]): string {
    const items = records.map((record) => writeRecord(this.schema, type, type, record)).join('');
    const result =
      items === '' ? `<${operation}Result/>` : `<${operation}Result>${items}</${operation}Result>`;
    return responseOf(operation, result);
  }

  one(operation: string, type: string, record: GiavRecord | undefined): string | null {
    if (!record) return null;
    return responseOf(operation, writeRecord(this.schema, `${operation}Result`, type, record));
  }

  /** What is pending of an expediente. */
  economy(operation: string, file: GiavRecord | undefined): string | null {
    return this.one(operation, 'InfoEconomica', file && { PendienteCobrar: file[PENDING] ?? 0 });
  }

  /** @param id of the client that was made; null after a PUT */
  written(operation: string, id: number | null): string {
    return responseOf(
      operation,
      id === null ? '' : `<Cliente_POSTResult>${id}</Cliente_POSTResult>`,
    );
  }
}
