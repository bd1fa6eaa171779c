import { client } from './clients';
import type { AgencyData, GiavRecord } from './data';
import { existing } from './earlier-work';
import { STAGES, expediente } from './expedientes';
import { papers } from './papers';

/** The last but one is entered twice: another client of its kind has the same Documento. */
function shareDocumento(clients: readonly GiavRecord[]): void {
  const twin = clients.at(-2);
  const original = clients.find(
    (one, at) => at > 30 && one['Tipo'] === twin?.['Tipo'] && one['Documento'] !== undefined,
  );
  if (twin && original && twin !== original) twin['Documento'] = original['Documento'] ?? '';
}

/** A believable agency; the same seed gives the same agency. */
export async function generateAgency(options: {
  seed: number;
  clients: number;
  expedientes: number;
}): Promise<AgencyData> {
  // The whole library brings the names of all languages.
  const { faker } = await import('@faker-js/faker/locale/es');
  faker.seed(options.seed);
  faker.setDefaultRefDate('2026-11-01T00:00:00.000Z');
  const clients = Array.from({ length: options.clients }, (_, at) => client(faker, at));
  shareDocumento(clients);
  return {
    clients,
    expedientes: Array.from({ length: options.expedientes }, (_, at) =>
      expediente(faker, at, options.clients),
    ),
    stages: [...STAGES, 'Incidencia'].map((StageName, at) => ({
      Id: 11 + at,
      StageName,
      ClassName: 'Expediente',
      OrderNum: at,
      Cancelled: false,
    })),
    offices: ['MAD', 'BCN'].map((Codigo, at) => ({
      Id: at + 1,
      Codigo,
      Denominacion: `Oficina ${Codigo}`,
    })),
    ...papers(clients),
    ...existing(clients),
    deals: [],
    pipelines: [
      { name: 'Ventas', stages: ['Nuevo', 'Confirmado', 'Ganado'] },
      {
        name: 'Expedientes',
        stages: ['Presupuestado', 'Confirmado', 'En viaje', 'Finalizado', 'Anulado'],
      },
    ],
  };
}
