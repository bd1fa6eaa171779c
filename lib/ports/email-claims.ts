/** Keeps two contacts with one e-mail from being created at the same moment. E-mails are known by keyed hashes only. */
export interface EmailClaims {
  /** `held`: somebody else is creating a contact with it. Else the contact that was created with it lately, if there is one. */
  hold(
    key: string,
    holder: string,
    until: Date,
    now: Date,
  ): Promise<'held' | { readonly contact: string | null }>;
  /** @param contact what was created with it; null when nothing was. */
  release(key: string, holder: string, contact: string | null): Promise<void>;
}
