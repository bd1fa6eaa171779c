/** Largest answer of either system that is read, in bytes after decompression; a page of 100 records is well under it. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** An answer that is larger than any that the APIs give: reading was stopped. */
export class AnswerTooLarge extends Error {
  constructor(limit: number) {
    super(`an answer over ${Math.round(limit / (1024 * 1024))} MB`);
  }
}

/** The text of an answer; throws {@link AnswerTooLarge} as soon as it exceeds the limit, without keeping more of it. */
export async function readLimited(response: Response, limit = MAX_ANSWER_BYTES): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > limit) throw new AnswerTooLarge(limit);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}
