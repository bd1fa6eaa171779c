import type { AgencyData, GiavRecord } from './data';
import { FIRST_EXPEDIENTE } from './expedientes';

/** What GIAV prints of a client on its papers: the name as it stood when the paper was made. */
const printed = (of: GiavRecord) => ({
  apellidos: String(of['Apellidos'] ?? ''),
  nombre: String(of['Nombre'] ?? ''),
  alias: String(of['NombreAlias'] ?? ''),
  whole: [of['Apellidos'], of['Nombre']]
    .filter((part) => part !== undefined && part !== '')
    .join(', '),
});

/** An invoice for every second company, a reservation for the others. */
export function papers(
  clients: readonly GiavRecord[],
): Pick<AgencyData, 'invoices' | 'reservations'> {
  const companies = clients.filter((one) => one['Tipo'] === 'Empresa');
  return {
    invoices: companies
      .filter((_, at) => at % 2 === 0)
      .map((of, at) => {
        const { apellidos, nombre, alias, whole } = printed(of);
        return {
          Id: 50_001 + at,
          IdCliente: of['Id'] ?? 0,
          ApeCliente: apellidos,
          FechaEmision: '2026-03-02T00:00:00',
          Codigo: `F26-${at + 1}`,
          NomCliente: nombre,
          DatosExternos: { NombreClienteAlias: alias },
          ApellidosNombreCliente: whole,
        };
      }),
    reservations: companies
      .filter((_, at) => at % 2 === 1)
      .map((of, at) => {
        const { alias, whole } = printed(of);
        const texts = { NombreCliente: whole, NombreClienteAlias: alias };
        return {
          Id: 70_001 + at,
          IdExpediente: FIRST_EXPEDIENTE,
          IdCliente: of['Id'] ?? 0,
          Venta: '120.50',
          DatosExternos: texts,
        };
      }),
  };
}
