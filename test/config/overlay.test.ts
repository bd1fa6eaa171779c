import {
  OPEN_SETTINGS,
  changedSettings,
  effectiveSettings,
  withSetting,
} from '../../lib/config/overlay';
import { parseSyncConfig } from '../../lib/config/environment';
import { syncConfigSchema } from '../../lib/config/schema';

const DEPLOYED = parseSyncConfig(
  JSON.stringify({
    stages: { confirmado: 'En viaje', 'Pdte. cobro': 'Ganado' },
    fallbackStage: 'Nuevo',
    offices: ['MAD'],
    consents: { rgpdTexts: { signed: 'Firmado' } },
    writeBack: { mode: 'dry-run', create: 'never' },
  }),
);

describe('the deployed document with what people have changed', () => {
  it('is the document itself while nobody has changed anything', () => {
    expect(effectiveSettings(DEPLOYED, {})).toEqual(DEPLOYED);
  });
  it('takes the changed key for the whole one, and leaves the others', () => {
    const config = effectiveSettings(DEPLOYED, { stages: { abierto: 'Nuevo' }, offices: [] });
    expect(config).toEqual({ ...DEPLOYED, stages: { abierto: 'Nuevo' }, offices: [] });
  });
  it('takes the keys of the way back and of consents each for itself', () => {
    const config = effectiveSettings(DEPLOYED, {
      writeBack: { winner: 'clientify' },
      consents: { resubscribe: 'always' },
    });
    expect(config.writeBack).toEqual({ ...DEPLOYED.writeBack, winner: 'clientify' });
    expect(config.consents).toEqual({ ...DEPLOYED.consents, resubscribe: 'always' });
  });
  it('does without what the document says, where it may', () => {
    expect(effectiveSettings(DEPLOYED, { fallbackStage: null }).fallbackStage).toBeUndefined();
  });
  it.each([
    ['a value that is none', { offices: 'MAD' }, /offices: .*\(given: "MAD"\)/],
    ['a value inside that is none', { writeBack: { winner: 'both' } }, /writeBack\.winner/],
    ['a key that is none', { etapas: {} }, /etapas: no setting that can be changed here/],
    ['a key that is none further in', { writeBack: { modus: 'on' } }, /writeBack: .*"modus"/],
    ['the schema of editors', { $schema: 'x' }, /\$schema: no setting/],
    ['what is no object', { writeBack: 'on' }, /writeBack/],
  ])('refuses %s', (_, overlay, message) => {
    expect(() => effectiveSettings(DEPLOYED, overlay)).toThrow(message);
  });
  it.each([
    ['full', { cron: '0 4 * * *' }],
    ['modified', { everyMinutes: 1 }],
    ['giav', { pageIndex: 'one' }],
    ['clientify', { concurrency: 50 }],
    ['writeBack', { reconcileMinutes: 1 }],
  ])('refuses what only a deployment can make true: %s', (key, value) => {
    expect(() => effectiveSettings(DEPLOYED, { [key]: value })).toThrow(
      'What it decides is made by a deployment',
    );
  });
  it('does not switch on a way back that the deployment has no schedules for; off is always possible', () => {
    const off = parseSyncConfig('{"writeBack":{"mode":"off"}}');
    for (const mode of ['on', 'dry-run'])
      expect(() => effectiveSettings(off, { writeBack: { mode } })).toThrow('Deploy with');
    expect(effectiveSettings(DEPLOYED, { writeBack: { mode: 'off' } }).writeBack.mode).toBe('off');
    expect(effectiveSettings(off, { writeBack: { mode: 'off' } }).writeBack.mode).toBe('off');
  });
  it('knows of each setting whether people may change it', () => {
    const closed = Object.keys(syncConfigSchema.shape).filter(
      (key) => !OPEN_SETTINGS.includes(key),
    );
    expect(closed.sort()).toEqual(['$schema', 'clientify', 'full', 'giav', 'letter', 'modified']);
  });
});

describe('one setting more', () => {
  const after = (path: string, value: unknown, overlay = {}) => {
    const next = withSetting(effectiveSettings(DEPLOYED, overlay), overlay, path, value);
    return { next, config: effectiveSettings(DEPLOYED, next) };
  };

  it.each([
    ['offices', ['BCN'], ['BCN']],
    ['companyName', 'nombre', 'nombre'],
  ])('is a whole key: %s', (path, value, expected) => {
    const { next, config } = after(path, value);
    expect(next).toEqual({ [path]: value });
    expect((config as Record<string, unknown>)[path]).toEqual(expected);
  });
  it('is an entry beside those of the document, whose name may hold a dot', () => {
    const { next } = after('stages.Pdte. firma', 'Nuevo');
    expect(next).toEqual({ stages: { ...DEPLOYED.stages, 'Pdte. firma': 'Nuevo' } });
    expect(after('stages.Pdte. cobro', undefined, next).next).toEqual({
      stages: { confirmado: 'En viaje', 'Pdte. firma': 'Nuevo' },
    });
  });
  it('is a key of the way back, and goes without a trace', () => {
    const { next } = after('writeBack.winner', 'clientify');
    expect(next).toEqual({ writeBack: { winner: 'clientify' } });
    expect(after('writeBack.winner', undefined, next).next).toEqual({});
  });
  it('is further in', () => {
    const { config } = after('consents.rgpdTexts.unsigned', 'Falta');
    expect(config.consents.rgpdTexts).toEqual({ signed: 'Firmado', unsigned: 'Falta' });
    expect(after('clientTypes.Empresa.status', 'cold-lead').config.clientTypes).toMatchObject({
      Empresa: { status: 'cold-lead' },
    });
  });
  it('is one that the document may do without', () => {
    expect(after('fallbackStage', null).config.fallbackStage).toBeUndefined();
    expect(after('fallbackStage', undefined, { fallbackStage: null }).next).toEqual({});
  });
  it.each(['__proto__.x', 'stages.__proto__', 'constructor.prototype.x', '', '.', 'writeBack.'])(
    'changes no object that it should not: %j',
    (path) => {
      try {
        effectiveSettings(DEPLOYED, withSetting(DEPLOYED, {}, path, 'x'));
      } catch {
        // Refused.
      }
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
      expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    },
  );
});

it('tells what differs, setting by setting', () => {
  const after = effectiveSettings(DEPLOYED, {
    stages: { confirmado: 'Ganado', abierto: 'Nuevo' },
    writeBack: { winner: 'clientify' },
    offices: [],
  });
  expect(changedSettings(DEPLOYED, after)).toEqual([
    { path: 'stages.confirmado', from: 'En viaje', to: 'Ganado' },
    { path: 'stages.Pdte. cobro', from: 'Ganado', to: undefined },
    { path: 'offices', from: ['MAD'], to: [] },
    { path: 'writeBack.winner', from: 'giav', to: 'clientify' },
    { path: 'stages.abierto', from: undefined, to: 'Nuevo' },
  ]);
  expect(changedSettings(DEPLOYED, DEPLOYED)).toEqual([]);
});
