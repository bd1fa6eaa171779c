import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { KEPT_DAYS, expiresAfter } from '../sync/kept';
import type { IndexPart, IndexParts } from '../ports/index-parts';
import { STATE_VERSION, keys, type Table } from './table';

const KINDS = ['contact', 'company', 'deal'] as const;

const partSchema = z.object({
  kind: z.enum(KINDS),
  number: z.int(),
  refs: z.array(
    z.object({
      kind: z.enum(KINDS),
      id: z.string(),
      gesinturId: z.string(),
      documento: z.string(),
      modified: z.string().nullable(),
    }),
  ),
  unreadable: z.array(z.object({ name: z.string(), leaves: z.array(z.string()), key: z.string() })),
  progress: z.object({
    page: z.int(),
    pass: z.union([z.literal(1), z.literal(2)]),
    count: z.int(),
    shown: z.int(),
    done: z.boolean(),
  }),
}) satisfies z.ZodType<IndexPart>;

/** The index of a run in parts of some pages each: compressed, and encrypted, because Documentos stand in it. */
export class DynamoIndexParts implements IndexParts {
  private readonly key: Buffer;

  /** @param secret of the deployment. After it has been changed, parts count as not kept. */
  constructor(
    private readonly table: Table,
    secret: string,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'giav-clientify index', 32));
  }

  async *of(runId: string): AsyncGenerator<IndexPart> {
    const expected = new Map<string, number>();
    for await (const item of this.table.query(`INDEX#${runId}`)) {
      const part = this.read(item['body']);
      if (part === null || part.number !== (expected.get(part.kind) ?? 0)) continue;
      expected.set(part.kind, part.number + 1);
      yield part;
    }
  }

  async keep(runId: string, part: IndexPart): Promise<void> {
    await this.table.put({
      ...keys.indexPart(runId, part.kind, part.number),
      v: STATE_VERSION,
      body: this.write(part),
      expires: expiresAfter(KEPT_DAYS.indexParts, this.now()),
    });
  }

  async remove(runId: string): Promise<void> {
    const parts: string[] = [];
    for await (const item of this.table.query(`INDEX#${runId}`)) parts.push(String(item['sk']));
    for (const sk of parts) await this.table.delete({ pk: `INDEX#${runId}`, sk });
  }

  private write(part: IndexPart): Uint8Array {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    const body = [cipher.update(gzipSync(JSON.stringify(part))), cipher.final()];
    return Buffer.concat([nonce, cipher.getAuthTag(), ...body]);
  }

  /** null: of another version or secret, or damaged. */
  private read(body: unknown): IndexPart | null {
    if (!ArrayBuffer.isView(body)) return null;
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      const packed = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
      return partSchema.safeParse(JSON.parse(gunzipSync(packed).toString())).data ?? null;
    } catch {
      return null;
    }
  }
}
