/** Fields that hold the URL of another record. */
export const RELATIONS: ReadonlySet<string> = new Set([
  'contact',
  'company',
  'pipeline',
  'pipeline_stage',
]);

/** Related records are URLs whose prefix varies: only the last run of digits counts (clientify.md, T5). */
export const resourceId = (url: unknown): string | null =>
  typeof url === 'string'
    ? (/(\d+)\D*$/.exec(url)?.[1] ?? null)
    : typeof url === 'number'
      ? String(url)
      : null;
