/** Fields of Clientify that are a day: null takes it away, and an empty text is refused as none. */
export const DAYS: ReadonlySet<string> = new Set(['birthday', 'expected_closed_date']);
