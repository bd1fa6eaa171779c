import { type Desired, customFieldText, EMPTY_CUSTOM_FIELD } from './target';

/** Custom field values to send: an empty one is `--` where something must be cleared, else left out. */
export function customFieldValues(
  desired: Desired,
  actual: Readonly<Record<string, string>>,
  but: ReadonlySet<string> = new Set(),
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(desired.customFields)) {
    if (but.has(name)) continue;
    if (value.trim() !== '') values[name] = value;
    else if (customFieldText(actual[name]) !== '') values[name] = EMPTY_CUSTOM_FIELD;
  }
  return values;
}
