import { ConfigurationError, RecordError, RetryableError } from '../../lib/sync/errors';

/** What an error carries beside its message. */
const shown = (error: Error): Record<string, unknown> => Object.fromEntries(Object.entries(error));

describe('an error that will be tried again', () => {
  it('was not applied, asks for no pause, and is the record’s own affair, unless it says otherwise', () => {
    expect(shown(new RetryableError('down'))).toEqual({
      name: 'RetryableError',
      maybeApplied: false,
      retryAfterMs: undefined,
      scope: 'record',
      unreachable: false,
      reason: undefined,
    });
  });
  it('carries what the API said', () => {
    const said = {
      maybeApplied: true,
      retryAfterMs: 1500,
      scope: 'system',
      unreachable: true,
      reason: 'CLIENTIFY_UNAVAILABLE',
    } as const;
    const error = new RetryableError('429', said);
    expect(shown(error)).toEqual({ name: 'RetryableError', ...said });
    expect(error.message).toBe('429');
  });
});

describe('an error for good', () => {
  it('of a record names no field, and no part of one, unless the API did', () => {
    expect(shown(new RecordError('refused'))).toEqual({
      name: 'RecordError',
      refusedFields: [],
      status: undefined,
      reason: undefined,
      refusedParts: [],
    });
  });
  it('of the settings has the status that led to it, if one did', () => {
    expect(shown(new ConfigurationError('wrong key', 401))).toEqual({
      name: 'ConfigurationError',
      status: 401,
    });
    expect(new ConfigurationError('wrong').status).toBeUndefined();
  });
  it('each is told by its name, also where a bundler renamed its class', () => {
    expect(
      [new RetryableError(''), new RecordError(''), new ConfigurationError('')].map(String),
    ).toEqual(['RetryableError', 'RecordError', 'ConfigurationError']);
  });
});
