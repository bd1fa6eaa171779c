import * as z from 'zod';
import type { SettingsVersion, SettingsVersions } from '../ports/settings-versions';
import { ConfigurationError } from '../sync/errors';
import type { Table } from './table';
import { STATE_VERSION, type Item } from './items';
import { keys } from './keys';

const versionSchema = z.object({
  v: z.literal(STATE_VERSION),
  version: z.int().min(1),
  at: z.string(),
  by: z.string(),
  /** As text: a table keeps no value that is undefined, and empty keys of lists by names. */
  overlay: z.string().transform((text, context): Record<string, unknown> => {
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: 'custom', message: 'is no overlay' });
      return z.NEVER;
    }
  }),
  revertOf: z.int().min(0).optional(),
});

function read(item: Item): SettingsVersion {
  const parsed = versionSchema.safeParse(item).data;
  if (parsed) {
    const { version, at, by, overlay, revertOf } = parsed;
    return { version, at, by, overlay, revertOf };
  }
  throw new ConfigurationError({
    en: 'What was changed of the settings cannot be read, so nobody knows what counts. Restore the item SETTINGS / CURRENT from a backup; without it the deployed document counts alone.',
    es: 'Lo que se cambió de los ajustes no se puede leer, así que nadie sabe qué vale. Restaure el elemento SETTINGS / CURRENT de una copia; sin él vale solo el documento desplegado.',
  });
}

/**
 * The version that counts is one item, so that a function reads one. What it takes the place of is kept first: whoever is
 * cut off in between has changed nothing, and no version is lost.
 */
export class DynamoSettingsVersions implements SettingsVersions {
  constructor(private readonly table: Table) {}

  async current(): Promise<SettingsVersion | null> {
    const item = await this.table.get(keys.settings());
    return item && read(item);
  }

  async *history(): AsyncGenerator<SettingsVersion> {
    const current = await this.current();
    if (current) yield current;
    for await (const item of this.table.query('SETTINGS', 'VERSION#', { newestFirst: true })) {
      const version = read(item);
      // Kept already, but not replaced: whoever was about to was cut off.
      if (version.version !== current?.version) yield version;
    }
  }

  async add(next: SettingsVersion): Promise<boolean> {
    const current = await this.current();
    if (next.version !== (current?.version ?? 0) + 1) return false;
    if (current)
      await this.table.put(
        { ...keys.settingsVersion(current.version), ...stored(current) },
        { condition: 'attribute_not_exists(pk)' },
      );
    return this.table.put(
      { ...keys.settings(), ...stored(next) },
      current
        ? {
            condition: '#n = :seen',
            names: { '#n': 'version' },
            values: { ':seen': current.version },
          }
        : { condition: 'attribute_not_exists(pk)' },
    );
  }
}

const stored = ({ overlay, ...rest }: SettingsVersion): Item => ({
  v: STATE_VERSION,
  ...rest,
  overlay: JSON.stringify(overlay),
});
