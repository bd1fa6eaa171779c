import type { Answer } from '../http';
import type { ClientifySwitches } from './switches';

export const json = (status: number, body: unknown): Answer => ({
  status,
  body: body === null ? '' : JSON.stringify(body),
  type: 'application/json',
});

export const html = (status: number, title = 'Not Found'): Answer => ({
  status,
  body: `<!doctype html><html><body><h1>${title}</h1></body></html>`,
  type: 'text/html',
});

export const notAllowed = (method: string): Answer =>
  json(405, { detail: `Method "${method}" not allowed.` });

/** 400: a map of field → texts. */
export class Invalid extends Error {
  constructor(readonly fields: Record<string, string[]>) {
    super('invalid');
  }
}

/** 409. */
export class Conflict extends Error {}

/** Messages follow the account's language. */
export const WORDS = {
  blank: { es: 'Este campo no puede estar en blanco.', en: 'This field may not be blank.' },
  required: { es: 'Este campo es requerido.', en: 'This field is required.' },
  null: { es: 'Este campo no puede ser nulo.', en: 'This field may not be null.' },
  text: { es: 'No es una cadena válida.', en: 'Not a valid string.' },
  email: {
    es: 'Introduzca una dirección de correo electrónico válida.',
    en: 'Enter a valid email address.',
  },
  taken: {
    es: 'Ya existe un contacto con este correo.',
    en: 'A contact with this email already exists.',
  },
  date: { es: 'Formato de fecha incorrecto.', en: 'Date has wrong format.' },
  link: {
    es: 'Hiperenlace inválido - No coincide la URL.',
    en: 'Invalid hyperlink - No URL match.',
  },
  number: { es: 'Se requiere un número válido.', en: 'A valid number is required.' },
} as const;

export const refuse = (
  switches: Pick<ClientifySwitches, 'language'>,
  field: string,
  word: keyof typeof WORDS,
): Invalid => new Invalid({ [field]: [WORDS[word][switches.language]] });
