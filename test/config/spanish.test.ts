import { readEndpoints, parseSyncConfig } from '../../lib/config/environment';
import { saidOf } from '../../lib/sync/errors';
import type { Said } from '../../lib/sync/said';

function refusal(read: () => unknown): Said {
  try {
    read();
  } catch (error) {
    return saidOf(error);
  }
  throw new Error('it was taken');
}

describe('settings that do not fit are told in both languages', () => {
  it('with the path and the value', () => {
    const settings = JSON.stringify({ clientify: { concurrency: 'many' } });
    const { en, es } = refusal(() => parseSyncConfig(settings));
    expect(en).toMatch(/^SYNC_CONFIG is not valid: clientify\.concurrency: .*\(given: "many"\)\.$/);
    expect(es).toMatch(/^SYNC_CONFIG no es válido: clientify\.concurrency: .*\(dado: "many"\)\.$/);
    expect(es).toContain('se esperaba número');
  });

  it('with the names that are allowed', () => {
    const { en, es } = refusal(() => parseSyncConfig('{"pipelin": "x"}'));
    expect(en).toMatch(/Allowed: \$schema, pipeline,/);
    expect(es).toMatch(/Permitido: \$schema, pipeline,/);
  });

  it('and no secret in either', () => {
    const env = { GIAV_ENDPOINT: 'hunter2', CLIENTIFY_BASE_URL: 'hunter2' };
    const { en, es } = refusal(() => readEndpoints(env));
    expect(es).toContain('El entorno no es válido: GIAV_ENDPOINT: ');
    expect(`${en} ${es}`).not.toContain('hunter2');
  });
});
