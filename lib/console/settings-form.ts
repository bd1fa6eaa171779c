import type { SettingsState } from '../admin/settings-overlay';
import { withSetting, type Overlay } from '../config/overlay';
import type { SyncConfig } from '../config/schema';
import { foldText } from '../sync/cleaning';
import { ConfigurationError } from '../sync/errors';
import { inBoth } from '../sync/said';
import { CONSOLE_TEXTS } from './texts';

export const CLIENT_TYPES = [
  'NoDefinido',
  'Empresa',
  'Particular',
  'ProfesionalAutónomo',
] as const satisfies readonly (keyof SyncConfig['clientTypes'])[];
export const EMAIL_STATES = ['Accepted', 'Denied', 'Pending'] as const;
/** What somebody confirms before the way back is switched on for the first time. */
export const STEPS = ['noted', 'edit', 'back'] as const;

/** What a form wants of one setting: its path, and its value; null = without one. */
type Wanted = readonly [path: string, value: unknown];

const text = (form: FormData, name: string): string | undefined => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : undefined;
};
const texts = (form: FormData, name: string): string[] =>
  form.getAll(name).map((value) => (typeof value === 'string' ? value.trim() : ''));

const orNull = (value: string | undefined): string | null =>
  value === '' ? null : (value ?? null);

/** A stage for each state that has one of its own. */
function stagesIn(form: FormData): Record<string, string> {
  const stages = texts(form, 'etapa');
  const named = texts(form, 'estado').map((state, at) => [state, stages[at] ?? ''] as const);
  return Object.fromEntries(named.filter(([state, stage]) => state !== '' && stage !== ''));
}

function clientTypesIn(form: FormData): Record<string, unknown> {
  const types = CLIENT_TYPES.flatMap((type) => {
    const status = text(form, `estado-${type}`) ?? '';
    const contactType = text(form, `tipo-${type}`) ?? '';
    return status === '' ? [] : [[type, { status, ...(contactType !== '' && { contactType }) }]];
  });
  return Object.fromEntries(types) as Record<string, unknown>;
}

const officesIn = (form: FormData): string[] => [
  ...new Set(
    texts(form, 'oficina')
      .flatMap((codes) => codes.split(','))
      .map((code) => code.trim())
      .filter((code) => code !== ''),
  ),
];

const emailTextsIn = (form: FormData): Record<string, string> =>
  Object.fromEntries(
    EMAIL_STATES.flatMap((state) => {
      const said = text(form, `texto-${state}`) ?? '';
      return said === '' ? [] : [[state, said]];
    }),
  );

const STEPS_MISSING = inBoth((language) => CONSOLE_TEXTS[language].edit.stepsMissing);

/** The mode, and the word of whoever switches it on that the first write is watched. */
function wayBackIn(form: FormData, effective: SyncConfig): Wanted[] {
  const mode = text(form, 'vuelta');
  const marked = STEPS.every((step) => form.get(`paso-${step}`) !== null);
  const confirmed = effective.writeBack.acknowledgeUnreadable;
  if (mode === 'on' && !confirmed && !marked) throw new ConfigurationError(STEPS_MISSING);
  return [
    ['writeBack.mode', mode],
    ['writeBack.acknowledgeUnreadable', confirmed || (mode === 'on' && marked)],
    ['writeBack.winner', text(form, 'gana')],
  ];
}

const wantedIn = (form: FormData, effective: SyncConfig): Wanted[] => [
  ['pipeline', text(form, 'pipeline')],
  ['stages', stagesIn(form)],
  ['fallbackStage', orNull(text(form, 'etapaSinEstado'))],
  ['closedStage', orNull(text(form, 'etapaCerrados'))],
  ['clientTypes', clientTypesIn(form)],
  ['offices', officesIn(form)],
  ['consents.unsubscribe', text(form, 'baja')],
  ['consents.resubscribe', text(form, 'alta')],
  ['consents.emailTexts', emailTextsIn(form)],
  ['consents.rgpdTexts', { signed: text(form, 'rgpdSi'), unsigned: text(form, 'rgpdNo') }],
  ...wayBackIn(form, effective),
];

/** One value as text, whatever the order of its keys; what is not there counts as null. */
const comparable = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

function valueAt(config: SyncConfig, path: string): unknown {
  let value: unknown = config;
  for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}

/**
 * What would be laid over the deployed document, as somebody chose it. Only what is not as it was is part of it.
 * @throws ConfigurationError when the way back is to be switched on and the supervised test is not confirmed. Whether the
 * rest fits the schema says whoever previews or saves it.
 */
export function overlayIn(
  form: FormData,
  { effective, overlay }: Pick<SettingsState, 'effective' | 'overlay'>,
): Overlay {
  return wantedIn(form, effective)
    .filter(([path, value]) => comparable(valueAt(effective, path)) !== comparable(value))
    .reduce((laid, [path, value]) => withSetting(effective, laid, path, value), overlay);
}

/** Whether two names mean the same, as the settings compare them. */
export const sameName = (a: string, b: string): boolean => foldText(a) === foldText(b);
