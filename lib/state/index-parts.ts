import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import * as z from 'zod';
import { KEPT_DAYS, expiresAfter } from '../sync/kept';
import type { IndexPart, IndexParts } from '../ports/index-parts';
import { RetryableError } from '../sync/errors';
import type { TargetRef } from '../sync/target';
import type { Table } from './table';
import { STATE_VERSION } from './items';
import { keys } from './keys';

const KINDS = ['contact', 'company', 'deal'] as const;

const column = z.array(z.string());
const partSchema = z.object({
  kind: z.enum(KINDS),
  number: z.int(),
  /** The records, value by value: what is alike stands together, and takes half the room. */
  refs: z.object({
    id: column,
    gesinturId: column,
    documento: column,
    modified: z.array(z.string().nullable()),
  }),
  unreadable: z.array(z.object({ name: z.string(), leaves: z.array(z.string()), key: z.string() })),
  progress: z.object({
    page: z.int(),
    pass: z.union([z.literal(1), z.literal(2)]),
    count: z.int(),
    shown: z.int(),
    done: z.boolean(),
  }),
});
type StoredPart = z.infer<typeof partSchema>;

const inColumns = ({ refs, ...part }: IndexPart): StoredPart => ({
  kind: part.kind,
  number: part.number,
  refs: {
    id: refs.map(({ id }) => id),
    gesinturId: refs.map(({ gesinturId }) => gesinturId),
    documento: refs.map(({ documento }) => documento),
    modified: refs.map(({ modified }) => modified),
  },
  unreadable: part.unreadable.map((item) => ({ ...item, leaves: [...item.leaves] })),
  progress: part.progress,
});

/** null: a value of some record is missing. */
function inRows({ refs, ...part }: StoredPart): IndexPart | null {
  const { id, gesinturId, documento, modified } = refs;
  const isWhole = [gesinturId, documento, modified].every(({ length }) => length === id.length);
  if (!isWhole) return null;
  const row = (one: string, at: number): TargetRef => ({
    kind: part.kind,
    id: one,
    gesinturId: gesinturId[at] ?? '',
    documento: documento[at] ?? '',
    modified: modified[at] ?? null,
  });
  return { ...part, refs: id.map(row) };
}

/** Quick, and not much larger than the smallest. */
const PACKING = { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } };

/**
 * The index of a run in parts of some pages each: compressed, and encrypted, because Documentos stand in it. Its key is
 * made with a salt of the run: what makes a million records unreadable when the run is over is one deletion, and not one
 * for each part, which would cost as much as writing them. The table drops the parts by itself.
 */
export class DynamoIndexParts implements IndexParts {
  private known: { readonly runId: string; readonly key: Buffer } | null = null;

  /** @param secret of the deployment. After it has been changed, parts count as not kept. */
  constructor(
    private readonly table: Table,
    private readonly secret: string,
    private readonly now: () => Date = () => new Date(),
  ) {}

  async *of(runId: string): AsyncGenerator<IndexPart> {
    const key = await this.keyOf(runId);
    if (key === null) return;
    const expected = new Map<string, number>();
    for await (const item of this.table.query(`INDEX#${runId}`)) {
      const part = this.read(key, item['body']);
      if (part === null || part.number !== (expected.get(part.kind) ?? 0)) continue;
      expected.set(part.kind, part.number + 1);
      yield part;
    }
  }

  async keep(runId: string, part: IndexPart): Promise<void> {
    const key = (await this.keyOf(runId)) ?? (await this.newKey(runId));
    await this.table.put({
      ...keys.indexPart(runId, part.kind, part.number),
      v: STATE_VERSION,
      body: this.write(key, part),
      expires: expiresAfter(KEPT_DAYS.indexParts, this.now()),
    });
  }

  async remove(runId: string): Promise<void> {
    this.known = null;
    await this.table.delete(keys.indexSalt(runId));
  }

  private async keyOf(runId: string): Promise<Buffer | null> {
    if (this.known?.runId === runId) return this.known.key;
    const salt = (await this.table.get(keys.indexSalt(runId)))?.['salt'];
    if (typeof salt !== 'string') return null;
    const key = Buffer.from(hkdfSync('sha256', this.secret, salt, 'giav-clientify index', 32));
    this.known = { runId, key };
    return key;
  }

  /** Several lists are read at once: the first salt stays. */
  private async newKey(runId: string): Promise<Buffer> {
    await this.table.put(
      {
        ...keys.indexSalt(runId),
        v: STATE_VERSION,
        salt: randomBytes(32).toString('base64url'),
        expires: expiresAfter(KEPT_DAYS.indexSalts, this.now()),
      },
      { condition: 'attribute_not_exists(pk)' },
    );
    const key = await this.keyOf(runId);
    if (key === null)
      throw new RetryableError('What a run keeps of its lists was removed meanwhile');
    return key;
  }

  private write(key: Buffer, part: IndexPart): Uint8Array {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = [
      cipher.update(brotliCompressSync(JSON.stringify(inColumns(part)), PACKING)),
      cipher.final(),
    ];
    return Buffer.concat([nonce, cipher.getAuthTag(), ...body]);
  }

  /** null: of another version or secret, or damaged. */
  private read(key: Buffer, body: unknown): IndexPart | null {
    if (!ArrayBuffer.isView(body)) return null;
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      const packed = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
      const json: unknown = JSON.parse(brotliDecompressSync(packed).toString());
      const part = partSchema.safeParse(json).data;
      return part ? inRows(part) : null;
    } catch {
      return null;
    }
  }
}
