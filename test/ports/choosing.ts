import { chooseValue, type Choice, type ChoosePorts } from '../../lib/admin/choose-value';
import { conflictsOf } from '../../lib/admin/conflicts';
import { type Agency, ON, countryCode } from './agency';
import { inStep as inStepWith } from './in-step';

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

/** Whose contact has a phone as well. */
export const inStep = (settings: object, giav: Record<string, unknown> = {}): Promise<Agency> =>
  inStepWith(settings, { Movil: '600111222', ...giav });

export const choose = async (agency: Agency, choice: Partial<Choice>) =>
  chooseValue(portsOf(agency), { client: '7', field: 'remarks', winner: 'giav', ...choice });
export const waiting = (agency: Agency) => conflictsOf(portsOf(agency), '7');
