/** Stands in for axios in the bundles: soap imports it for an HTTP client that this product replaces. */
export const create = (): never => {
  throw new Error('soap was given its own HTTP client; axios is not bundled');
};
export const NtlmClient = create;
export default { create };
