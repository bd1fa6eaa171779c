import type { ClientKind } from '../sync/target';

/** What a webhook body says, as far as it is believed: which record to look at. */
export type Hint =
  | {
      readonly about: 'record';
      readonly kind: ClientKind;
      readonly id: string;
      /** What the account's screen calls the status of the contact. */
      readonly label?: string;
    }
  /** An event of another entity, which is none of ours. */
  | { readonly about: 'other' };

/** How the bodies of Clientify's webhooks are read. Nothing throws: anybody may send anything. */
export interface WebhookBodies {
  /** null: an unknown shape. */
  readHint(body: unknown): Hint | null;
  /** Keys and types of a body, for the admin to see what came; values are personal data. */
  shapeOf(body: unknown): unknown;
}
