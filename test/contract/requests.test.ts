import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  agenteSearch,
  categoriesGet,
  clienteSearch,
  cobroSearch,
  customDataSearch,
  entityStagesGet,
  expedienteSearch,
  facturaSearch,
  getById,
  oficinaSearch,
  reservasSearch,
} from '../../lib/giav/requests';

const wsdl = readFileSync(join(__dirname, '..', '..', 'wsdl', 'giav.wsdl'), 'utf8');

function elementsOf(operation: string): { name: string; required: boolean }[] {
  const block =
    new RegExp(`<s:element name="${operation}">([\\s\\S]*?)</s:complexType>`).exec(wsdl)?.[1] ?? '';
  return [...block.matchAll(/<s:element ([^>]*)\/>/g)].map(([, attributes = '']) => ({
    name: /name="([^"]+)"/.exec(attributes)?.[1] ?? '',
    required: !attributes.includes('minOccurs="0"'),
  }));
}

const page = { pageSize: 100, pageIndex: 0 };
const requests: [string, Record<string, unknown>][] = [
  ['Cliente_SEARCH', clienteSearch('k', page)],
  [
    'Cliente_SEARCH',
    clienteSearch('k', page, {
      idsCliente: [1],
      documento: 'X',
      modifiedSince: '2026-01-01T00:00:00',
    }),
  ],
  [
    'Expediente_SEARCH',
    expedienteSearch('k', page, { idsExpediente: [1], modifiedSince: '2026-01-01T00:00:00' }),
  ],
  ['Expediente_SEARCH', expedienteSearch('k', page, { codigo: '2600451', idsCliente: [1] })],
  ['Cliente_GET', getById('k', 1)],
  ['Expediente_GET', getById('k', 1)],
  ['EntityStages_GET', entityStagesGet('k', 'Expediente')],
  ['Oficina_SEARCH', oficinaSearch('k', page)],
  ['AgenteComercial_SEARCH', agenteSearch('k', page, [5])],
  ['CustomData_SEARCH', customDataSearch('k', page, 'Expediente')],
  ['Categories_GET', categoriesGet('k', 1, 'Expediente')],
  ['Factura_SEARCH', facturaSearch('k', page, [1])],
  ['Reservas_SEARCH', reservasSearch('k', page, { idsCliente: [1] })],
  [
    'Reservas_SEARCH',
    reservasSearch('k', page, { idsExpediente: [1], modifiedSince: '2026-01-01T00:00:00' }),
  ],
  ['Cobro_SEARCH', cobroSearch('k', page, { idsExpediente: [1], modifiedSince: 'x' })],
  ['Expediente_InfoEconomica_GET', getById('k', 1)],
];

describe.each(requests)('the arguments of %s', (operation, sent) => {
  const schema = elementsOf(operation);
  const names = Object.keys(sent).filter((name) => sent[name] !== undefined);

  it('are known to the schema and in its order', () => {
    expect(names).toEqual(
      schema.map((element) => element.name).filter((name) => names.includes(name)),
    );
  });

  it('leave out nothing that the schema requires', () => {
    for (const element of schema.filter((one) => one.required))
      expect(names).toContain(element.name);
  });
});

it('filters that would leave something out without a word are sent as none', () => {
  expect(facturaSearch('k', page, [1])).toMatchObject({
    mostrarSoloConPtePago: false,
    importeTotalDesde: null,
    importeTotalHasta: null,
  });
  expect(reservasSearch('k', page, { idsExpediente: [1] })).toMatchObject({
    importeDesde: -9_999_999,
    importeHasta: 9_999_999,
  });
});

it('a blank documento filter, which may match every client, is never sent', () => {
  for (const documento of ['  ', '\u200b', '&nbsp;'])
    expect(clienteSearch('k', page, { documento })['documento']).toBeUndefined();
});
