import type { Choices } from '../../admin/choices-schema';
import type { SettingsState } from '../../admin/settings-overlay';
import type { View } from '../view';

/** What the form of the settings shows. */
export interface EditProps {
  readonly view: View;
  readonly settings: SettingsState;
  /** null: they were not read. */
  readonly choices: Choices | null;
  /** States of GIAV that the last full run found without a stage. */
  readonly unmapped: readonly string[];
}
