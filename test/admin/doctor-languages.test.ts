import { examine, ok, warning, type Finding } from '../../lib/admin/doctor/check';
import { companyNameVerdict } from '../../lib/admin/doctor/company-names';
import { statusesInUse } from '../../lib/admin/doctor/clientify-statuses';
import { clientsVerdict, expedientesVerdict } from '../../lib/admin/doctor/giav-lists';
import { GiavSurvey } from '../../lib/admin/doctor/giav-survey';
import {
  clockVerdict,
  documentosVerdict,
  sharedDocumentosVerdict,
  visibilityVerdict,
  writeBackVerdict,
} from '../../lib/admin/doctor/giav-verdicts';
import { mappingQuestions } from '../../lib/admin/doctor/mapping';
import { parseSyncConfig } from '../../lib/config/environment';
import { ConfigurationError, RetryableError } from '../../lib/sync/errors';
import { expectBothLanguages } from '../harness/both-languages';
import { giavClient } from '../harness/giav-records';

const config = (settings: object = {}) => parseSyncConfig(JSON.stringify(settings));
const NOW = new Date('2026-03-02T09:00:00Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

/** An agency with everything that is warned of. */
function troubled(): GiavSurvey {
  const survey = new GiavSurvey();
  const add = (id: number, documento: string, raw: object = {}): void => {
    survey.addClient({ client: giavClient({ id, documento }), raw: { Id: id, ...raw }, id });
  };
  for (let id = 1; id <= 300; id++) add(id, id < 9 ? '' : `D${id % 250}`);
  add(301, 'X', { SubSedeFiscal: 7 });
  add(302, 'Y', { CustomerPortal_Enabled: true, CustomerPortal_Password: '********' });
  survey.invalid = 4;
  return survey;
}

async function mapped(survey: GiavSurvey, settings: object): Promise<Finding[]> {
  const questions = mappingQuestions({
    http: {} as never,
    config: config(settings),
    states: [],
    survey,
    contacts: () => ({ total: 60, documentos: new Set() }),
  });
  return Promise.all(questions.filter(({ id }) => id !== 'stages').map(({ ask }) => ask()));
}

const paper = (name: string) => ({
  names: { id: 1, apellidos: 'Pérez', nombre: 'Duero', nombreAlias: '' },
  printed: { name },
});

describe('what doctor finds is told in both languages, with the same numbers, ids and codes:', () => {
  it.each([
    ['of an agency without anything', new GiavSurvey()],
    ['of an agency with everything that is warned of', troubled()],
  ])('%s', async (_, survey) => {
    const { taxDistricts } = config().writeBack;
    [
      clientsVerdict(survey, true),
      clientsVerdict(survey, false),
      expedientesVerdict(survey, [{ id: 1, name: 'Abierto' }], true),
      documentosVerdict(survey),
      sharedDocumentosVerdict(survey),
      writeBackVerdict(survey, config()),
      writeBackVerdict(
        survey,
        config({ writeBack: { taxDistricts: { ...taxDistricts, 7: 'ES_Canarias' } } }),
      ),
      ...(await mapped(survey, {})),
      ...(await mapped(survey, { clientTypes: { Empresa: { status: 'client' } } })),
    ].forEach(expectBothLanguages);
  });

  it('of clocks, clients that are not shown, names of companies and statuses', () => {
    const survey = new GiavSurvey();
    const labels = ['client', 'cold-lead'].map((code) => ({ code, label: 'Cliente' }));
    [
      ...[null, later(0), later(-90), later(99_999)].map((time) =>
        clockVerdict(survey, time, config(), NOW),
      ),
      visibilityVerdict([]),
      visibilityVerdict([4, 5, 6, 7, 8, 9]),
      companyNameVerdict([], 'joined'),
      companyNameVerdict([paper('Pérez'), paper('Duero')], 'nombre'),
      companyNameVerdict([paper('Otra')], 'joined'),
      statusesInUse(new Map([['cold-lead', 3]]), [], config()),
      statusesInUse(new Map(labels.map(({ code }) => [code, 12])), labels, config()),
    ].forEach(expectBothLanguages);
  });

  it('a finding or an advice that one language lacks does not compile', () => {
    // @ts-expect-error: a Spanish reader would have nothing
    expect(ok({ en: 'All is well.' }).es.finding).toBeUndefined();
    // @ts-expect-error: one text for both
    expect(() => warning('Look!', { en: 'Do.', es: 'Haga.' })).not.toThrow();
  });
});

describe('a question that breaks', () => {
  const asked = async (problem: Error): Promise<Finding | undefined> =>
    (await examine('giav', [{ id: 'x', ask: () => Promise.reject(problem) }], () => undefined))[0];

  it('by a setting: the sentence of the error, in both languages', async () => {
    const said = { en: 'Set it right.', es: 'Corríjalo.' };
    expect(await asked(new ConfigurationError(said))).toMatchObject({
      level: 'error',
      finding: said.en,
      es: { finding: said.es },
    });
  });

  it('by an error that has English words only: those, in a Spanish sentence', async () => {
    expect(await asked(new RetryableError('fell over'))).toMatchObject({
      level: 'warning',
      finding: 'It could not be found out: fell over',
      es: { finding: 'No se ha podido averiguar: fell over' },
    });
  });
});
