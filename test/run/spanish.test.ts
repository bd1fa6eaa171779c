import { spoken } from '../../lib/admin/language';
import { runLine } from '../../lib/admin/status';
import { TEXTS } from '../../lib/admin/texts';
import { sentenceOf } from '../../bin/commands/sentences';
import { answerError } from '../../lib/clientify/answer-error';
import { faultError, httpError } from '../../lib/giav/faults';
import { RetryableError } from '../../lib/sync/errors';
import { checkDialect } from '../../lib/sync/paging';
import { RunOffice } from '../ports/run-office';

const SAID = { en: 'GIAV does not answer.', es: 'GIAV no responde.' };

describe('why a run stopped', () => {
  it('is kept in both languages; what is announced is English', async () => {
    const office = new RunOffice({ fallbackStage: 'Ganado' });
    office.start('full', 'r1');
    await office.quiet();
    const { status, error } = runLine(await office.run('r1'));
    expect([status, error?.kind]).toEqual(['failed', 'configuration']);
    expect(error?.message).toContain('has no stage "Ganado". Create it in Clientify');
    expect(spoken(error?.message ?? '', error?.es, 'es')).toContain(
      'no tiene ninguna etapa "Ganado". Créela en Clientify o elija una de estas: Abierto.',
    );
    expect(spoken(error?.message ?? '', error?.es, 'en')).toBe(error?.message);
    const announced = office.told.find(({ type }) => type === 'RunFailed');
    expect(announced?.detail).toEqual({
      runId: 'r1',
      kind: 'configuration',
      message: error?.message,
    });
  });

  it('and why it waits', async () => {
    const office = new RunOffice();
    office.addClients(500);
    office.fault = (page) => (page > 2 ? new RetryableError(SAID) : null);
    office.start('full', 'r1');
    await office.step();
    expect((await office.run('r1')).pause).toMatchObject({ message: SAID.en, es: SAID.es });
  });

  it('an error that has no Spanish is told as it is, and nothing else is kept', async () => {
    const office = new RunOffice();
    office.fault = () => new Error('fell over');
    office.start('full', 'r1');
    await office.quiet();
    expect((await office.run('r1')).error).toEqual({ kind: 'internal', message: 'fell over' });
    expect(spoken('fell over', undefined, 'es')).toBe('fell over');
  });
});

describe('an error that ends a command speaks the language of the admin, and names the same setting', () => {
  const dialect = (): unknown => {
    try {
      checkDialect('zero', [
        [1, 2],
        [1, 2],
        [3, 4],
      ]);
    } catch (error) {
      return error;
    }
    return undefined;
  };
  it.each([
    ['CLIENTIFY_TOKEN', answerError('GET', '/users/', 401, {})],
    ['CLIENTIFY_TOKEN', answerError('GET', '/users/', 404, { detail: 'Api key not provided.' })],
    ['CLIENTIFY_BASE_URL', answerError('GET', '/users/', 404, 'a page')],
    ['403', answerError('GET', '/users/', 403, 'a page')],
    ['GIAV_API_KEY', faultError('Cliente_SEARCH', 'soap:Server', 'ApiKey no válida')],
    ['GIAV_ENDPOINT', httpError('Cliente_SEARCH', 404)],
    ['GIAV_BASIC_USER', httpError('Cliente_SEARCH', 401)],
    ['giav.pageIndex', dialect()],
  ])('%s', (setting, error) => {
    const [en, es] = [sentenceOf(error, TEXTS.en), sentenceOf(error, TEXTS.es)];
    expect(en).toBe((error as Error).message);
    expect(en).toContain(setting);
    expect(es).toContain(setting);
    expect(es).not.toBe(en);
  });
});
