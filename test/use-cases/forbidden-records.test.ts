import { answerError } from '../../lib/clientify/answer-error';
import { ConfigurationError, RecordError } from '../../lib/sync/errors';

const FORBIDDEN = { detail: 'You do not have permission to change «Lucía Ferrer» (600 123 456).' };

describe('a 403, or a page instead of the API', () => {
  it.each([
    ['PATCH', '/contacts/12/', 403, FORBIDDEN],
    ['GET', '/contacts/12/', 403, FORBIDDEN],
    ['POST', '/contacts/?force_insert=true', 403, FORBIDDEN],
    ['POST', '/deals/12/close/', 403, FORBIDDEN],
    ['PUT', '/companies/12/emails/7/', 403, null],
    ['PUT', '/contacts/12/emails/7/', 404, null],
    ['POST', '/contacts/12/tags/', 404, null],
  ] as const)("to %s %s (%s) is that record's alone", (method, path, status, body) => {
    const error = answerError(method, path, status, body);
    expect(error).toBeInstanceOf(RecordError);
    expect(error).toMatchObject({ reason: 'FORBIDDEN_IN_CLIENTIFY' });
    expect(error.message).toContain(`(${status})`);
  });

  it.each([
    ['GET', '/contacts/?page=1', 403, FORBIDDEN],
    ['GET', '/users/', 403, null],
    ['OPTIONS', '/contacts/12/', 403, FORBIDDEN],
    ['POST', '/custom-fields/', 403, FORBIDDEN],
    ['GET', '/deals/pipelines/7/', 403, FORBIDDEN],
    ['POST', '/webhooks/contacts/', 403, FORBIDDEN],
    ['GET', '/contacts/?page=1', 404, null],
    ['GET', '/users/', 404, null],
  ] as const)(
    'to %s %s (%s) means the key, the plan or the address',
    (method, path, status, body) =>
      expect(answerError(method, path, status, body)).toBeInstanceOf(ConfigurationError),
  );

  it('a page in place of a record never says that the record is gone', () => {
    expect(answerError('GET', '/contacts/12/', 404, null)).not.toMatchObject({ status: 404 });
    expect(answerError('GET', '/contacts/12/', 404, { detail: 'Not found.' })).toMatchObject({
      status: 404,
      reason: undefined,
    });
  });

  it("quotes the API's own words, and nobody's data", () => {
    const { message } = answerError('PATCH', '/contacts/12/', 403, FORBIDDEN, undefined, {
      first_name: 'Lucía',
    });
    expect(message).toContain('You do not have permission');
    expect(message).not.toMatch(/Lucía|Ferrer|600/);
  });
});
