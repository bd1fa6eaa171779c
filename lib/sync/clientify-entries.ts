import { comparableEmail, phoneDigits } from './cleaning';
import { xmlText } from './clientify-to-giav';
import type { Entry } from './giav-entries';
import type { ListName } from './settle';
import type { Target } from './target';

/** The entry of Clientify with this key, as it goes into GIAV. */
export function entryOf(list: ListName, target: Target, key: string): Entry | undefined {
  const entries: Entry[] =
    list === 'emails'
      ? (target.emails ?? []).map(({ email, type }) => ({
          text: xmlText(email).trim(),
          key: comparableEmail(email),
          type,
        }))
      : (target.phones ?? []).map(({ phone, type }) => ({
          text: xmlText(phone).trim(),
          key: phoneDigits(phone),
          type,
        }));
  return entries.find((entry) => entry.key === key);
}
