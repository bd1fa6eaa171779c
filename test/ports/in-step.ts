import { Agency } from './agency';
import { rawClient } from './agency-giav';
import { NIF } from './contact';

/** An agency with one client, number 7, whose contact shows the same. @param giav what else its record in GIAV holds */
export async function inStep(
  settings: object,
  giav: Record<string, unknown> = {},
): Promise<Agency> {
  const agency = new Agency(settings);
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
