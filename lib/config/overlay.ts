import { ConfigurationError } from '../sync/errors';
import { parseOrExplain } from './parse';
import { syncConfigSchema, type SyncConfig } from './schema';

/**
 * What people have changed of the deployed document, by its own keys. A key takes the place of the document's whole one,
 * `null` of one that the document may do without; of `writeBack` and `consents` each key counts for itself.
 */
export type Overlay = Readonly<Record<string, unknown>>;

/** Resources of the deployment are made of these: schedules, alarms, concurrency, time-outs of functions. */
const OF_THE_DEPLOYMENT: readonly string[] = [
  '$schema',
  'giav',
  'clientify',
  'full',
  'modified',
  'letter',
];
const INSIDE: Readonly<Record<string, readonly string[]>> = { writeBack: ['reconcileMinutes'] };
const KEY_BY_KEY: readonly string[] = ['writeBack', 'consents'];
/** Their keys are names that may hold a dot. */
const NAMED: readonly string[] = ['stages'];

const WHAT = {
  en: 'What was changed of the settings',
  es: 'Lo que se cambió de los ajustes',
};

type Keys = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Keys =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Keys of the settings that people may change without a deployment. */
export const OPEN_SETTINGS: readonly string[] = Object.keys(syncConfigSchema.shape).filter(
  (key) => !OF_THE_DEPLOYMENT.includes(key),
);

function refuseClosed(overlay: Overlay): void {
  const closed = Object.entries(overlay).flatMap(([key, value]) => {
    if (!OPEN_SETTINGS.includes(key)) return [key];
    const inside = (INSIDE[key] ?? []).filter((inner) => isObject(value) && inner in value);
    return inside.map((inner) => `${key}.${inner}`);
  });
  if (closed.length > 0)
    throw new ConfigurationError({
      en: `${closed.join(', ')}: no setting that can be changed here. What it decides is made by a deployment: change the document that cdk deploy reads.`,
      es: `${closed.join(', ')}: no es un ajuste que se pueda cambiar aquí. Lo que decide lo hace un despliegue: cambie el documento que lee cdk deploy.`,
    });
}

/** Without a key where it was taken away. */
function laidOver(document: Keys, over: Keys): Keys {
  const laid = { ...document, ...over };
  return Object.fromEntries(Object.entries(laid).filter(([, value]) => value !== null));
}

/**
 * The settings that count: the deployed document with the overlay laid over it, checked by the document's own schema.
 * @throws ConfigurationError that names what does not fit
 */
export function effectiveSettings(deployed: SyncConfig, overlay: Overlay): SyncConfig {
  refuseClosed(overlay);
  const over = Object.fromEntries(
    Object.entries(overlay).map(([key, value]) => {
      const under = (deployed as Keys)[key];
      const merges = KEY_BY_KEY.includes(key) && isObject(value) && isObject(under);
      return [key, merges ? laidOver(under, value) : value];
    }),
  );
  const options = { showValues: true };
  const config = parseOrExplain(syncConfigSchema, laidOver(deployed, over), WHAT, options);
  if (deployed.writeBack.mode === 'off' && config.writeBack.mode !== 'off')
    throw new ConfigurationError({
      en: 'writeBack.mode: the deployment has no schedule that searches for lost webhooks while its own mode is "off". Deploy with writeBack.mode "dry-run" first.',
      es: 'writeBack.mode: el despliegue no tiene el horario que busca webhooks perdidos mientras su propio modo es "off". Despliegue antes con writeBack.mode "dry-run".',
    });
  return config;
}

const stepsOf = (key: string, rest: string): string[] =>
  NAMED.includes(key) ? [rest] : rest.split('.');

/** The object with the value put at the end of the path; undefined takes it away. */
function put(object: unknown, [first = '', ...rest]: readonly string[], value: unknown): Keys {
  const keys = isObject(object) ? object : {};
  const next = rest.length === 0 ? value : put(keys[first], rest, value);
  const kept = Object.entries(keys).filter(([key]) => key !== first);
  return Object.fromEntries(next === undefined ? kept : [...kept, [first, next]]);
}

/**
 * The overlay with one more setting, or without it.
 * @param path as it is written in docs/settings.md: `offices`, `writeBack.mode`, `stages.Confirmado`
 * @param value undefined: what the deployed document says counts again; of an entry of a list by names: it goes
 */
export function withSetting(
  effective: SyncConfig,
  overlay: Overlay,
  path: string,
  value: unknown,
): Overlay {
  const [key = ''] = path.split('.');
  const rest = path.slice(key.length + 1);
  if (rest === '') return put(overlay, [key], value);
  const steps = stepsOf(key, rest);
  const counts = (effective as Keys)[key];
  if (!KEY_BY_KEY.includes(key))
    return { ...overlay, [key]: put(overlay[key] ?? counts, steps, value) };
  const [inner = '', ...deeper] = steps;
  const whole =
    deeper.length === 0 || value === undefined
      ? value
      : put(isObject(counts) ? counts[inner] : {}, deeper, value);
  const inside = put(overlay[key], [inner], whole);
  return put(overlay, [key], Object.keys(inside).length === 0 ? undefined : inside);
}

/** One setting that is not what it was; undefined where there is none. */
export interface ChangedSetting {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

const leaves = (value: unknown, path: string): [string, unknown][] =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) =>
        leaves(inner, path === '' ? key : `${path}.${key}`),
      )
    : [[path, value]];

/** What differs between two documents, setting by setting. */
export function changedSettings(before: SyncConfig, after: SyncConfig): ChangedSetting[] {
  const [old, now] = [new Map(leaves(before, '')), new Map(leaves(after, ''))];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
    const [from, to] = [old.get(path), now.get(path)];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }];
  });
}
