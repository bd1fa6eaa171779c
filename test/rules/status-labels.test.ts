import { statusesInUse } from '../../lib/admin/doctor/clientify-statuses';
import { parseSyncConfig } from '../../lib/config/environment';

const config = (settings: object = {}) => parseSyncConfig(JSON.stringify(settings));
const USED = new Map([
  ['cold-lead', 3],
  ['client', 12],
]);

describe('the statuses of an account', () => {
  it('each code with how many contacts have it, and what a webhook called it', () => {
    const { level, finding } = statusesInUse(
      USED,
      [{ code: 'client', label: 'Contacto activo' }],
      config(),
    );
    expect(level).toBe('ok');
    expect(finding).toContain('client 12 ("Contacto activo"), cold-lead 3.');
    expect(finding).toContain('Without a name so far: cold-lead');
  });

  it('a default that no contact has is warned of, and so is a code of clientTypes', () => {
    const leads = new Map([['cold-lead', 3]]);
    expect(statusesInUse(leads, [], config())).toMatchObject({
      level: 'warning',
      finding: expect.stringContaining('a status that no contact has: client.') as string,
      action: expect.stringContaining('clientTypes') as string,
    });
    const mapped = config({ clientTypes: { Particular: { status: 'cold-lead' } } });
    expect(statusesInUse(leads, [], mapped).level).toBe('ok');
    const other = config({ clientTypes: { Empresa: { status: 'hot-lead' } } });
    expect(statusesInUse(leads, [], other).finding).toContain('no contact has: hot-lead.');
  });

  it('an account without contacts has nothing to be warned of', () => {
    expect(statusesInUse(new Map(), [], config())).toMatchObject({ level: 'ok', action: '' });
  });

  it('one name for two codes is not believed', () => {
    const labels = [
      { code: 'client', label: 'Cliente' },
      { code: 'cold-lead', label: 'Cliente' },
    ];
    expect(statusesInUse(USED, labels, config())).toMatchObject({
      level: 'warning',
      finding: expect.stringContaining('"Cliente" (client, cold-lead)') as string,
    });
  });
});
