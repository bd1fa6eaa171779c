import { hasNoteBeside, isBlank, splitEmails, splitPhones } from './cleaning';
import type { GiavClient } from './records';
import type { ClientKind, EmailEntry, FieldNote, PhoneEntry } from './target';

const PHONE = { main: 1, mobile: 2, work: 3, home: 4, fax: 5 } as const;
const EMAIL = { other: 3, main: 4 } as const;

/** Longest phone that is sent; longer ones are notes. */
const LONGEST_PHONE = 50;

/** The addresses of a text, the first one as the main one. */
export function emailsOf(client: GiavClient, notes: FieldNote[]): EmailEntry[] {
  const { emails, notes: found } = splitEmails(client.email);
  notes.push(...found);
  return emails.map((email, at) => ({ email, type: at === 0 ? EMAIL.main : EMAIL.other }));
}

/** The numbers of all three fields, each once; the first one that is no fax as the main one. */
export function phonesOf(client: GiavClient, kind: ClientKind, notes: FieldNote[]): PhoneEntry[] {
  const sources: { field: string; text: string; type: number }[] = [
    { field: 'Movil', text: client.movil, type: PHONE.mobile },
    {
      field: 'Telefono',
      text: client.telefono,
      type: kind === 'company' ? PHONE.work : PHONE.home,
    },
    { field: 'Fax', text: client.fax, type: PHONE.fax },
  ];
  const entries = new Map<string, PhoneEntry>();
  for (const { field, text, type } of sources) {
    if (isBlank(text)) continue;
    const numbers = splitPhones(text).filter((number) => number.text.length <= LONGEST_PHONE);
    if (numbers.length === 0) notes.push({ field, note: 'not a phone number; dropped' });
    else if (hasNoteBeside(text, numbers))
      notes.push({ field, note: 'what stands beside the number stays in GIAV' });
    for (const number of numbers) {
      // The first one is the main number: the singular form of the API makes it so too (clientify.md, C12).
      const main = entries.size === 0 && type !== PHONE.fax;
      if (!entries.has(number.key))
        entries.set(number.key, { phone: number.text, type: main ? PHONE.main : type });
    }
  }
  return [...entries.values()];
}
