/** What can be done with Clientify's webhook slots. */
export const SLOT_ACTIONS = ['register', 'status', 'remove'] as const;
export type SlotAction = (typeof SLOT_ACTIONS)[number];
