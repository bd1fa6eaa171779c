import { client, customField, expediente, type Fields, type Report } from './world';

/** Everything that the settings can choose to carry over. */
export const CHOSEN = {
  brake: null,
  stages: { Anulado: 'Presupuestado' },
  customFields: [
    { from: 'CustomDataValues:12', to: 'idioma', on: 'client' },
    { from: 'Oficina', to: 'oficina', on: 'expediente' },
    { from: 'Agente', to: 'agente', on: 'expediente' },
  ],
  deals: {
    amount: 'sales',
    pending: 'customField',
    owner: 'agent',
    close: { won: ['Finalizado'], lost: ['Anulado'] },
  },
};

/** A client's value of the own field `Idioma`. */
export const own = (value: string) => ({
  CustomDataValues: { CustomDataItem: [{ Key: 12, Value: value }] },
});
const paper = (Id: number, IdExpediente: number, more: Fields): Fields => ({
  Id,
  IdExpediente,
  IdCliente: 1,
  FechaModificacion: '2026-03-02T10:00:00',
  ...more,
});
export const reservation = (
  id: number,
  expedienteId: number,
  Venta: number,
  more: Fields = {},
): Fields => paper(id, expedienteId, { Venta: String(Venta), ...more });
const paid = (id: number, expedienteId: number, Importe: number, TipoOperacion = 'Cobro'): Fields =>
  paper(id, expedienteId, { Importe: String(Importe), TipoOperacion });

const open = { IdEntityStage: 11 };
/** What GIAV holds of it; expediente 104 is a group, of which {@link PENDING} is pending. */
export const AGENCY = {
  clients: [client(1, own('Catalán')), client(2, own(''))],
  expedientes: [
    expediente(101, 1, { ...open, IdAgenteComercial: 5 }),
    expediente(102, 1, { ...open, IdAgenteComercial: 6 }),
    expediente(103, 2, open),
    expediente(104, 1, { ...open, esGrupo: true }),
  ],
  ownField: { Id: 12, Name: 'Idioma', Type: 'TextBox' },
  agents: [
    { Id: 5, Nombre: 'Ana', Correo: 'Ana@example.com', Bloqueado: false },
    { Id: 6, Nombre: 'Eva', Correo: '', Bloqueado: false },
  ],
  reservations: [
    reservation(1, 101, 1840.5),
    reservation(2, 101, 600, { Anidacion_IdReservaContenedora: 1 }),
    reservation(3, 101, -40.5),
    ...Array.from({ length: 130 }, (_, at) => reservation(10 + at, 102, 0.1)),
    reservation(900, 104, 9999),
  ],
  collections: [paid(1, 101, 500), paid(2, 101, 100, 'Reembolso'), paid(3, 104, 74.5)],
} as const;
export const PENDING = '25.5';

/** All of it is in Clientify after a full run, which has read little more of GIAV for it. */
export function expectCarriedOver(
  report: Report,
  shown: { readonly contact: Fields | undefined; readonly deals: readonly Fields[] },
  giavCalls: readonly string[],
): void {
  expect(report).toMatchObject({
    run: { status: 'completed' },
    // Eva has no e-mail.
    reasons: { 'UNMAPPED_AGENT:6': 1 },
  });
  expect(customField(shown.contact, 'idioma')).toBe('Catalán');
  const [first, second, third, group] = shown.deals;
  expect(first).toMatchObject({ amount: '1800.00', owner: 'ana@example.com' });
  expect(second).toMatchObject({ amount: '13.00', owner: 'ventas@example.com' });
  expect(third).toMatchObject({ amount: '0.00', owner: 'ventas@example.com' });
  expect(group).toMatchObject({ amount: '100.00' });
  const custom = (name: string) => shown.deals.map((one) => customField(one, name));
  expect(custom('gesintur_pendiente')).toEqual(['1400.00', '13.00', '0.00', '25.50']);
  expect(custom('agente')).toEqual(['Ana', 'Eva', undefined, undefined]);
  expect(customField(first, 'oficina')).not.toBe('');
  const times = (name: string) => giavCalls.filter((call) => call === name).length;
  // All four expedientes at once: two pages and the end of the list.
  expect(times('Reservas_SEARCH')).toBe(3);
  expect(times('AgenteComercial_SEARCH')).toBeLessThanOrEqual(2);
  expect(times('Expediente_InfoEconomica_GET')).toBe(1);
}
