import * as z from 'zod';
import { isTrait, type Trait, type TraitStore } from '../ports/traits';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';
import type { Account, AccountSetup, StatusLabel } from '../ports/account';

const traitsSchema = z.object({
  v: z.literal(STATE_VERSION),
  learnt: z.record(z.string(), z.string()),
});

const texts = z.record(z.string(), z.string());
const setupSchema = z.object({
  v: z.literal(STATE_VERSION),
  /** Of the setting `pipeline`, and the id of the pipeline that it named. */
  pipeline: z.object({ name: z.string(), id: z.string() }),
  stages: z.object({ byName: texts, byState: texts }),
  fields: texts,
});

const labelSchema = z.object({ v: z.literal(STATE_VERSION), sk: z.string(), label: z.string() });
/** What was learnt of the account in Clientify. */
export class DynamoAccount implements Account, TraitStore {
  constructor(private readonly table: Table) {}

  /** What cannot be read is learnt again: that costs a call, no data. */
  async traits(): Promise<readonly Trait[]> {
    return Object.keys(await this.learnt()).filter(isTrait);
  }

  /** When each was learnt (ISO), by its name. */
  async learnt(): Promise<Readonly<Record<string, string>>> {
    const item = traitsSchema.safeParse(await this.table.get(keys.traits()));
    return item.success ? item.data.learnt : {};
  }

  async learn(trait: Trait, at: Date): Promise<void> {
    // Two invocations may learn at the same moment: neither wipes what the other learnt.
    await this.table.put(
      { ...keys.traits(), v: STATE_VERSION, learnt: {} },
      { condition: 'attribute_not_exists(pk)' },
    );
    await this.table.update(keys.traits(), {
      expression: 'SET learnt.#t = :at',
      names: { '#t': trait },
      values: { ':at': at.toISOString() },
    });
  }

  /** null: nothing was resolved yet, or it cannot be read; names count then. */
  async setup(): Promise<AccountSetup | null> {
    return setupSchema.safeParse(await this.table.get(keys.accountSetup())).data ?? null;
  }

  async remember(setup: AccountSetup): Promise<void> {
    await this.table.put({ ...keys.accountSetup(), v: STATE_VERSION, ...setup });
  }

  /** What cannot be read is told by the next webhook again. */
  async labels(): Promise<readonly StatusLabel[]> {
    const labels: StatusLabel[] = [];
    for await (const item of this.table.query('STATUS_LABEL', '')) {
      const read = labelSchema.safeParse(item).data;
      if (read) labels.push({ code: read.sk, label: read.label });
    }
    return labels;
  }

  /** The last word counts: a label may be renamed, and a status may change between a webhook and the look at its record. */
  async learnLabel({ code, label }: StatusLabel): Promise<void> {
    const known = labelSchema.safeParse(await this.table.get(keys.statusLabel(code))).data;
    if (known?.label !== label)
      await this.table.put({ ...keys.statusLabel(code), v: STATE_VERSION, label });
  }

  /** The account is another one, or has changed: everything is tried again. */
  async unlearn(): Promise<void> {
    await this.table.delete(keys.traits());
  }
}
