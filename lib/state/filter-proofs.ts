import * as z from 'zod';
import type { FilterProof, FilterProofs } from '../ports/filter-proofs';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

const proofSchema = z.object({
  v: z.literal(STATE_VERSION),
  kind: z.enum(['contact', 'company']),
  filter: z.enum(['query', 'taxpayer_identification_number', 'modified[gte]']),
  form: z.string(),
  holds: z.boolean(),
  at: z.iso.datetime(),
  sample: z.string().regex(/^\d+$/),
} satisfies Record<keyof FilterProof | 'v', z.ZodType>);

/** What the account's filters were seen to do: one item each, so that nobody wipes what others saw. */
export class DynamoFilterProofs implements FilterProofs {
  constructor(private readonly table: Table) {}

  async proofs(): Promise<readonly FilterProof[]> {
    const found: FilterProof[] = [];
    for await (const item of this.table.query('FILTER_PROOF')) {
      const { data } = proofSchema.safeParse(item);
      if (data) found.push(data);
    }
    return found;
  }

  async keep(proof: FilterProof): Promise<void> {
    await this.table.put({
      ...keys.filterProof(proof.kind, proof.filter, proof.form),
      v: STATE_VERSION,
      ...proof,
    });
  }
}
