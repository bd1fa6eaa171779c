import type { Giav } from '../ports/giav';
import { RecordError } from '../sync/errors';

/** Whether numbers of expedientes may clash. Without the right to read offices, several are assumed. */
export async function hasSeveralOffices(giav: Pick<Giav, 'countOffices'>): Promise<boolean> {
  try {
    return (await giav.countOffices()) !== 1;
  } catch (error) {
    if (error instanceof RecordError) return true;
    throw error;
  }
}
