import type * as z from 'zod';
import { dealSettingsSchema } from './deal-settings';
import type { SyncConfig } from './schema';

const isDefault = (value: unknown, schema: z.ZodType): boolean =>
  JSON.stringify(value) === JSON.stringify(schema.parse(undefined));

/** The settings that decide what a record becomes, as one comparable text: a change of them needs a full run. */
export function mappingSettings(config: SyncConfig): string {
  const elsewhere = {
    $schema: undefined,
    giav: undefined,
    clientify: undefined,
    full: undefined,
    modified: undefined,
    deletedInClientify: undefined,
    writeBack: undefined,
    owners: undefined,
    forgotten: undefined,
    fullRun: undefined,
    nearDocumento: undefined,
    brake: undefined,
    letter: undefined,
  };
  // Settings that came later say nothing while nobody uses them: no agency's runs become full ones by an update.
  const unused = {
    ...(config.customFields.length === 0 && { customFields: undefined }),
    ...(isDefault(config.deals, dealSettingsSchema) && { deals: undefined }),
  };
  return JSON.stringify({
    ...config,
    ...elsewhere,
    ...unused,
    pageIndex: config.giav.pageIndex,
  });
}
