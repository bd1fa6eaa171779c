import { syncConfigSchema } from '../../lib/config/schema';
import type { ExpedienteFilter, PageArguments } from '../../lib/ports/giav';
import { findExpediente } from '../../lib/sync-one/find-expediente';
import type { Expediente } from '../../lib/sync/records';
import { giavExpediente } from '../harness/giav-records';

const ALL = [
  giavExpediente({ id: 90, idCliente: 7, codigo: '2600451', codigoOficina: 'MAD' }),
  giavExpediente({ id: 91, idCliente: 8, codigo: '2600451', codigoOficina: 'BCN' }),
  giavExpediente({ id: 92, idCliente: 8, codigo: '2600452', codigoOficina: 'BCN' }),
  giavExpediente({ id: 93, idCliente: 9, codigo: 'A-1', codigoOficina: '' }),
];

type Shows = (one: Expediente, filter: ExpedienteFilter) => boolean;
const exactly: Shows = ({ codigo }, filter) => codigo === filter.codigo;
const everything: Shows = () => true;

function giavThat(shows: Shows, calls: { count: number } = { count: 0 }) {
  const { giav } = syncConfigSchema.parse({});
  return {
    config: { giav },
    giav: {
      searchExpedientes: (_: PageArguments, filter: ExpedienteFilter = {}) => {
        calls.count += 1;
        const records = ALL.filter((one) => shows(one, filter));
        return Promise.resolve({ records, invalid: [], size: records.length, readAt: 0 });
      },
    },
  };
}

describe('find-expediente', () => {
  it.each<[string, readonly string[]]>([
    ['2600451', ['90', '91']],
    ['MAD-2600451', ['90']],
    ['bcn-2600451', ['91']],
    ['A-1', ['93']],
    ['260045', []],
    ['SEV-2600451', []],
  ])('%s', async (typed, ids) => {
    for (const shows of [exactly, everything])
      expect((await findExpediente(giavThat(shows), typed)).map(({ id }) => id)).toEqual(ids);
  });

  it('every hit is compared, whatever GIAV makes of the number', async () => {
    expect(await findExpediente(giavThat(everything), 'MAD-2600451')).toEqual([
      { id: '90', number: 'MAD-2600451', client: '7' },
    ]);
  });

  it('reads no more than some pages where the filter is ignored', async () => {
    const calls = { count: 0 };
    const full = giavThat(everything, calls);
    const records = Array.from({ length: 100 }, (_, at) => giavExpediente({ id: at + 1 }));
    full.giav.searchExpedientes = () => {
      calls.count += 1;
      return Promise.resolve({ records, invalid: [], size: 100, readAt: 0 });
    };
    expect(await findExpediente(full, 'X')).toEqual([]);
    expect(calls.count).toBe(5);
  });
});
