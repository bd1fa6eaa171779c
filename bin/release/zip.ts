import { crc32, deflateRawSync } from 'node:zlib';

const VERSION = 20;
const DEFLATED = 8;
/** 1 January 1980, the first day that a zip knows: the same content is the same file. */
const NO_TIME = 0;
const NO_DAY = 0x21;
/** A file that everybody may read, as its upper half. */
const READABLE = 0o100644 << 16;

/** Lays numbers of two and four bytes behind each other, as a zip has them. */
function laid(fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const parts = fields.map(([bytes, value]) => {
    const part = Buffer.alloc(bytes);
    part.writeUIntLE(value >>> 0, 0, bytes);
    return part;
  });
  return Buffer.concat(parts);
}

/** What closes a zip: that there is one entry, and where it lies. */
const endOf = (file: Buffer, entry: Buffer): Buffer =>
  laid([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, 1],
    [2, 1],
    [4, entry.length],
    [4, file.length],
    [2, 0],
  ]);

/** A zip of one file: what Lambda takes a function's code from. */
export function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const title = Buffer.from(name);
  const about = [
    [2, VERSION],
    [2, 0],
    [2, DEFLATED],
    [2, NO_TIME],
    [2, NO_DAY],
    [4, crc32(content)],
    [4, packed.length],
    [4, content.length],
    [2, title.length],
    [2, 0],
  ] as const;
  const file = Buffer.concat([laid([[4, 0x04034b50], ...about]), title, packed]);
  const entry = Buffer.concat([
    laid([
      [4, 0x02014b50],
      [2, (3 << 8) | VERSION],
      ...about,
      [2, 0],
      [2, 0],
      [2, 0],
      [4, READABLE],
      [4, 0],
    ]),
    title,
  ]);
  return Buffer.concat([file, entry, endOf(file, entry)]);
}
