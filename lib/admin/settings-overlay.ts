import {
  changedSettings,
  effectiveSettings,
  type ChangedSetting,
  type Overlay,
} from '../config/overlay';
import type { SyncConfig } from '../config/schema';
import { mappingSettings } from '../config/mapping-settings';
import type { Run } from '../ports/run';
import type { SettingsVersion, SettingsVersions } from '../ports/settings-versions';
import { ConfigurationError } from '../sync/errors';

export interface SettingsPorts {
  /** The document that `cdk deploy` wrote; of the local cloud, the one that SYNC_CONFIG names. */
  readonly deployed: () => Promise<SyncConfig>;
  readonly versions: SettingsVersions;
  readonly now: () => Date;
}

/** How the settings stand. */
export interface SettingsState {
  readonly deployed: SyncConfig;
  /** What people have changed of it; empty = nothing. */
  readonly overlay: Overlay;
  /** Both together: what counts. */
  readonly effective: SyncConfig;
  /** Of what people have changed: which version, when and by whom. 0 = nobody has changed anything. */
  readonly version: number;
  readonly at: string | null;
  readonly by: string | null;
}

/** @throws ConfigurationError when what was changed does not fit the deployed document any more */
export async function readSettings({ deployed, versions }: SettingsPorts): Promise<SettingsState> {
  const [document, current] = await Promise.all([deployed(), versions.current()]);
  const overlay = current?.overlay ?? {};
  return {
    deployed: document,
    overlay,
    effective: effectiveSettings(document, overlay),
    version: current?.version ?? 0,
    at: current?.at ?? null,
    by: current?.by ?? null,
  };
}

/** The same, whether or not it fits: where it does not, the deployed document stands in for what counts. */
export interface FittingState extends SettingsState {
  /** Why what was changed does not fit the deployed document any more: nothing is synced until it does. null = it fits. */
  readonly unfit: ConfigurationError | null;
}

/** How the settings stand for whoever puts them right: a deployment may have made what was changed earlier invalid. */
export async function lookAtSettings(ports: SettingsPorts): Promise<FittingState> {
  try {
    return { ...(await readSettings(ports)), unfit: null };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    // What cannot be read at all is no matter of fitting: it throws here, too.
    const [document, current] = await Promise.all([ports.deployed(), ports.versions.current()]);
    if (current === null) throw error;
    const { overlay, version, at, by } = current;
    return { deployed: document, overlay, effective: document, version, at, by, unfit: error };
  }
}

/** Which records a setting is about. `edits`: what people type in Clientify from then on; nothing is written by the change. */
export type Touched = 'clients' | 'expedientes' | 'both' | 'edits';

const TOUCHES: Readonly<Record<string, Touched>> = {
  pipeline: 'expedientes',
  stages: 'expedientes',
  fallbackStage: 'expedientes',
  closedStage: 'expedientes',
  offices: 'expedientes',
  officePrefix: 'expedientes',
  dealStartDate: 'expedientes',
  clientTypes: 'clients',
  companyName: 'clients',
  consents: 'clients',
  disabledClients: 'both',
  nearDocumento: 'clients',
  owners: 'edits',
  writeBack: 'edits',
  fullRun: 'edits',
};

/** What saving would do, before it is done. */
export interface SettingsPreview {
  readonly changes: readonly (ChangedSetting & {
    readonly touches: Touched;
    /** Records of a state that had no stage in the last full run: so many would get one. Unset where nobody counted. */
    readonly records?: number;
  })[];
  /** The next run reads everything again, because what a record becomes has changed. */
  readonly needsFullRun: boolean;
  /** Records that are looked at again then: at most so many are written. As the last full run counted; null = there was none. */
  readonly atMost: { readonly clients: number; readonly expedientes: number } | null;
  /** When it counted (ISO). */
  readonly countedAt: string | null;
}

export interface PreviewPorts extends SettingsPorts {
  readonly runs: { lastFull(): Promise<Run | null> };
}

/**
 * What saving this overlay would do. The counts are those of the last full run, so they cost nothing and are an upper bound:
 * which of the records really become something else only a rehearsal tells (`sync --dry-run`).
 * @throws ConfigurationError for an overlay that could not be saved
 */
export async function previewSettings(
  ports: PreviewPorts,
  overlay: Overlay,
): Promise<SettingsPreview> {
  const [{ deployed, effective: before }, run] = await Promise.all([
    lookAtSettings(ports),
    ports.runs.lastFull(),
  ]);
  const after = effectiveSettings(deployed, overlay);
  const reasons = run?.summary?.reasons ?? {};
  const changes = changedSettings(before, after).map((change) => {
    const [key = ''] = change.path.split('.');
    const unmapped = reasons[`UNMAPPED_STAGE:${change.path.slice('stages.'.length)}`];
    const isNew = key === 'stages' && change.from === undefined;
    return {
      ...change,
      touches: TOUCHES[key] ?? ('both' as const),
      ...(isNew && unmapped !== undefined && { records: unmapped }),
    };
  });
  const touched = (what: 'clients' | 'expedientes'): number =>
    changes.some(({ touches }) => touches === what || touches === 'both')
      ? (run?.summary?.[what].read ?? 0)
      : 0;
  return {
    changes,
    needsFullRun: mappingSettings(before) !== mappingSettings(after),
    atMost: run && { clients: touched('clients'), expedientes: touched('expedientes') },
    countedAt: run?.finishedAt ?? null,
  };
}

export interface SaveSettings {
  readonly overlay: Overlay;
  /** The version that was in view: nobody overwrites what they have not seen. */
  readonly after: number;
  /** Who saves, as lines of the audit name people. */
  readonly by: string;
}

const overtaken = (): ConfigurationError =>
  new ConfigurationError({
    en: 'Somebody else has changed the settings meanwhile. Nothing was saved: look at them again.',
    es: 'Alguien más ha cambiado los ajustes entretanto. No se ha guardado nada: mírelos de nuevo.',
  });

/** Functions know it within a minute. @throws ConfigurationError: it does not fit, or somebody was faster; nothing was saved */
export async function saveSettings(
  ports: SettingsPorts,
  { overlay, after, by }: SaveSettings,
): Promise<SettingsVersion> {
  return save(ports, { overlay, after, by });
}

/** Brings an earlier version back, as a new one. @param to 0 = the deployed document alone */
export async function revertSettings(
  ports: SettingsPorts,
  { to, after, by }: { readonly to: number; readonly after: number; readonly by: string },
): Promise<SettingsVersion> {
  return save(ports, { overlay: await overlayOf(ports, to), after, by, revertOf: to });
}

/** What an earlier version had changed. @throws ConfigurationError where there is none of that number */
export async function overlayOf(
  { versions }: Pick<SettingsPorts, 'versions'>,
  wanted: number,
): Promise<Overlay> {
  if (wanted === 0) return {};
  for await (const { version, overlay } of versions.history())
    if (version === wanted) return overlay;
  throw new ConfigurationError({
    en: `There is no version ${wanted} of the settings. \`settings history\` lists them; 0 is the deployed document.`,
    es: `No hay ninguna versión ${wanted} de los ajustes. \`settings history\` las muestra; 0 es el documento desplegado.`,
  });
}

async function save(
  { deployed, versions, now }: SettingsPorts,
  { after, ...version }: SaveSettings & Pick<SettingsVersion, 'revertOf'>,
): Promise<SettingsVersion> {
  // What could not be in force is not saved.
  effectiveSettings(await deployed(), version.overlay);
  const next = { ...version, version: after + 1, at: now().toISOString() };
  if (!(await versions.add(next))) throw overtaken();
  return next;
}

/** Newest first: who has changed what, and when. */
export async function settingsHistory({
  versions,
}: Pick<SettingsPorts, 'versions'>): Promise<SettingsVersion[]> {
  const found: SettingsVersion[] = [];
  for await (const version of versions.history()) found.push(version);
  return found;
}
