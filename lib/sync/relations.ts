/** Fields that hold the URL of another record. */
export const RELATIONS: ReadonlySet<string> = new Set([
  'contact',
  'company',
  'pipeline',
  'pipeline_stage',
]);

/** Both addresses of the vendor's API, the first one first: URLs of either name the same records (clientify.md, T3, T5). */
export const CLIENTIFY_BASES = [
  'https://api.clientify.net/v1',
  'https://api.clientify.com/v1',
] as const;

/**
 * Related records are URLs whose prefix varies: only the last run of digits counts (clientify.md, T5). Whether the host is
 * one of Clientify's, the adapter has seen to; a text that is no URL names nothing.
 */
export const resourceId = (url: unknown): string | null => {
  if (typeof url === 'number') return String(url);
  if (typeof url !== 'string' || !/^(?:https?:\/\/|\/|\d+$)/.test(url)) return null;
  return /(\d+)\D*$/.exec(url)?.[1] ?? null;
};
