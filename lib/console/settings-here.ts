import { lookAtSettings } from '../admin/settings-overlay';
import type { SyncConfig } from '../config/schema';
import { ConfigurationError } from '../sync/errors';
import type { ConsolePorts } from './ports';

/** The settings that pages show. */
export interface SettingsHere {
  readonly config: SyncConfig;
  /** What people have changed does not fit what was deployed since: nothing is synced, and that document stands in here. */
  readonly unfit: boolean;
}

/** The settings in force, for pages that have to be there whatever they say. */
export async function settingsHere({
  config,
  settings,
}: Pick<ConsolePorts, 'config' | 'settings'>): Promise<SettingsHere> {
  try {
    return { config: await config(), unfit: false };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const { deployed, unfit } = await lookAtSettings(settings);
    if (unfit === null) throw error;
    return { config: deployed, unfit: true };
  }
}
