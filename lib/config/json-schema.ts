import * as z from 'zod';
import { syncConfigSchema } from './schema';

/** What editors need to help with a document of mapping settings (JSON Schema, draft 2020-12). */
export const settingsJsonSchema = (): Record<string, unknown> => ({
  title: 'Mapping settings of giav-clientify',
  // A person writes what goes in, with all defaults left out.
  ...z.toJSONSchema(syncConfigSchema, { io: 'input', unrepresentable: 'any' }),
});
