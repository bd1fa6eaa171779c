/** Contacts from which on their number surprises somebody: each may mail the account's administrators (clientify.md, C7). */
export const MANY_CONTACTS = 200;

/** What an admin should know before so many contacts are created in an account that is in use. Nothing waits for it. */
export const MAILS_NOTICE = {
  en: (contacts: number): string =>
    `${contacts} contacts will be created; Clientify may send as many e-mails: switch the notice "Contacto creado desde API" off first.`,
  es: (contacts: number): string =>
    `Se crearán ${contacts} contactos; Clientify puede enviar otros tantos correos: desactive antes el aviso «Contacto creado desde API».`,
} as const;

/** Whether that is worth a word. @param inUse the account has contacts already. */
export const isSurprising = (contacts: number, inUse: boolean): boolean =>
  inUse && contacts > MANY_CONTACTS;
