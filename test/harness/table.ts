import type { Table } from '../../lib/state/table';
import { MemoryTable } from '../ports/table';

/** The state's table in memory; test/state compares it with an emulator of DynamoDB. */
export const startTable = (): Promise<{ table: Table; stop: () => void }> =>
  Promise.resolve({ table: new MemoryTable(), stop: () => undefined });
