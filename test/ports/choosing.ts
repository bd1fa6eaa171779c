import { chooseValue, type Choice, type ChoosePorts } from '../../lib/admin/choose-value';
import { conflictsOf } from '../../lib/admin/conflicts';
import { Agency, ON, countryCode } from './agency';
import { rawClient } from './agency-giav';
import { NIF } from './contact';

/** GIAV refuses every write of a client in a tax district that has no name in the settings. */
export const REFUSED = { SubSedeFiscal: '2' };
export const WRITES = {
  writeBack: { ...ON.writeBack, taxDistricts: { '2': 'ES_Canarias' } },
} as const;

export const portsOf = (agency: Agency): ChoosePorts => ({
  links: agency.links,
  pending: { list: () => Promise.resolve([]) },
  giav: agency.giav,
  clientify: agency.clientify,
  config: agency.config,
  countryCode,
  changes: { send: (change) => Promise.resolve(void agency.hints.push(change as never)) },
});

/** An agency with one client, whose contact shows the same. */
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
      Movil: '600111222',
      ...giav,
    }),
  );
  await agency.settle();
  return agency;
}

export const choose = async (agency: Agency, choice: Partial<Choice>) =>
  chooseValue(portsOf(agency), { client: '7', field: 'remarks', winner: 'giav', ...choice });
export const waiting = (agency: Agency) => conflictsOf(portsOf(agency), '7');
