import { nif, cif } from '../../simulators/agency/documents';
import type { CrmRecord } from '../../simulators/agency/data';
import type { GiavModel } from '../systems/giav-model';
import type { Raw } from '../systems/giav-records';
import type { Random } from '../time/random';
import type { Vocabulary } from './vocabulary';

export const STAGES: readonly Raw[] = [
  'Presupuestado',
  'Confirmado',
  'En viaje',
  'Finalizado',
  'Anulado',
].map((StageName, at) => ({ Id: 11 + at, StageName }));

export const FIRST_CLIENT = 40_001;
const FIRST_FILE = 90_001;
const CONSENTS = ['Pending', 'Accepted', 'Denied'];

export const documentoOf = (at: number): string =>
  at % 8 === 5 ? cif('B', 1_000_000 + at * 37) : nif(10_000_000 + at * 53);

/** What GIAV wants of every client besides what a person fills in. */
export const REQUIRED: Raw = {
  CreditoImporte: '0',
  SubSedeFiscal: null,
  SedeFiscal: 'ES',
  FacturaeCodPais: 'ESP',
  idSepaTipo: 'Puntual',
  idSepaEstado: 'Pendiente',
  TaxPayerNameCheckStatus: 'NotProcessed',
  EstadoValidacionROI: 'NoProcesado',
};

function person(words: Vocabulary, random: Random, at: number): Raw {
  const company = at % 8 === 5;
  const some = (make: () => unknown): unknown => (random.chance(0.6) ? make() : undefined);
  const filled: Raw = {
    ...REQUIRED,
    Codigo: String(at).padStart(6, '0'),
    Tipo: company ? 'Empresa' : 'Particular',
    Documento: at % 17 === 16 ? '' : documentoOf(at),
    Apellidos: words.make('text'),
    Nombre: company ? '' : words.make('text'),
    Email: some(() => words.make('email')),
    Movil: some(() => words.make('phone')),
    Telefono: some(() => words.make('phone')),
    Direccion: some(() => words.make('text')),
    Poblacion: some(() => words.make('text')),
    CodPostal: some(() => words.make('code')),
    Comentarios: some(() => words.make('text')),
    // Nobody but GIAV may hold it, and a PUT must not lose it.
    AlertMsg: some(() => words.make('text')),
    SepaReferencia: some(() => words.make('text')),
    MailingConsent: random.pick(CONSENTS),
    RGPDSigned: String(random.chance(0.5)),
    Contacts: some(() => ({ Contact: [{ Name: 'Ñusta', Remarks: ' a ' }] })),
  };
  return Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== undefined));
}

/** An agency as it stands before the first run: clients, expedientes, and what was in Clientify already. */
export function fillAgency(
  giav: GiavModel,
  clients: number,
  words: Vocabulary,
  random: Random,
): void {
  for (let at = 0; at < clients; at++) {
    giav.save(FIRST_CLIENT + at, person(words, random, at));
    if (random.chance(0.3)) giav.categories.set(FIRST_CLIENT + at, [1, 4]);
  }
  for (let at = 0; at < clients; at++)
    giav.saveFile(FIRST_FILE + at, {
      IdOficina: 1,
      IdCliente: FIRST_CLIENT + random.below(clients),
      Codigo: String(2_600_000 + at),
      Cerrado: String(random.chance(0.85)),
      CodigoOficina: 'MAD',
      FechaCreacion: '2026-02-03T00:00:00',
      Titulo: `Viaje ${at}`,
      IdEntityStage: 11 + random.below(STAGES.length),
    });
}

/** Contacts that somebody had typed before: to be linked by their Documento, or nobody's. */
export function oldContacts(clients: number, words: Vocabulary, random: Random): CrmRecord[] {
  const contacts: CrmRecord[] = [];
  for (let at = 0; at < clients; at++)
    if (at % 8 !== 5 && random.chance(0.2))
      contacts.push({
        first_name: words.make('text'),
        last_name: words.make('text'),
        remarks: random.chance(0.5) ? words.make('text') : '',
        taxpayer_identification_number: random.chance(0.7) ? documentoOf(at) : '',
        emails: [{ type: 4, email: words.make('email') }],
      });
  return contacts;
}

export const PIPELINES = [
  { name: 'Ventas', stages: ['Nuevo', 'Ganado'] },
  { name: 'Expedientes', stages: STAGES.map(({ StageName }) => String(StageName)) },
];
