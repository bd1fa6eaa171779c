import type { Faker } from '@faker-js/faker';
import { FIRST_CLIENT } from './clients';
import type { GiavRecord } from './data';
import { dateTime, day } from './dates';

export const STAGES = ['Presupuestado', 'Confirmado', 'En viaje', 'Finalizado', 'Anulado'];
export const FIRST_EXPEDIENTE = 90001;

/** One expediente of the list; the odd ones are at fixed places. */
export function expediente(faker: Faker, at: number, clients: number): GiavRecord {
  const created = faker.date.between({ from: '2024-01-01', to: '2026-10-31' });
  const start = faker.date.soon({ days: 200, refDate: created });
  const office = at % 3 === 0 ? 2 : 1;
  return {
    Id: FIRST_EXPEDIENTE + at,
    IdOficina: office,
    // The last client of the agency has none; one expediente names a client that the search does not show.
    IdCliente: at === 20 ? 999_999 : FIRST_CLIENT + (at % Math.max(1, clients - 1)),
    IdDepartamento: null,
    IdAgenteComercial: null,
    IdTipoExpediente: null,
    IdPresupuesto: null,
    // Office 2 starts its own count: numbers repeat between the two.
    Codigo: String(2_600_000 + (office === 2 ? at / 3 : at)),
    Cerrado: at % 10 === 9,
    CodigoOficina: office === 2 ? 'BCN' : 'MAD',
    FechaCreacion: at === 15 ? null : `${dateTime(created)}.21`,
    Titulo: `Viaje a ${faker.location.country()}`,
    PlazaAPlaza: false,
    FechaDesde: day(start),
    FechaHasta: day(faker.date.soon({ days: 14, refDate: start })),
    GruposPaxPorDefecto: null,
    IdEntityStage: at === 25 ? null : 11 + (at % STAGES.length),
    esGrupo: false,
    Destination_IdCountryZone: null,
  };
}
