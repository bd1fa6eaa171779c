import { Agency } from './agency';
import { rawClient } from './agency-giav';
import { NIF } from './contact';

/** Gives an agency one client, number 7, whose contact shows the same. @param giav what else its record in GIAV holds */
export async function withClientInStep<Of extends Agency>(
  agency: Of,
  giav: Record<string, unknown> = {},
): Promise<Of> {
  agency.giav.store(
    rawClient(7, {
      Documento: NIF,
      Nombre: 'Lucía',
      Apellidos: 'Ferrer',
      Comentarios: 'antes',
      ...giav,
    }),
  );
  await agency.settle();
  return agency;
}

/** An agency with such a client. */
export const inStep = (settings: object, giav: Record<string, unknown> = {}): Promise<Agency> =>
  withClientInStep(new Agency(settings), giav);
