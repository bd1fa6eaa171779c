import type { Said } from '../../sync/said';

/** Why somebody is not let in: the code for the log, the sentence for the person. Neither says anything of the person. */
export const REFUSALS = {
  STATE: {
    en: 'This sign-in was begun too long ago, in another window, or not here. Please sign in again.',
    es: 'Este acceso se empezó hace demasiado tiempo, en otra ventana o en otro sitio. Entre de nuevo.',
  },
  DENIED: {
    en: 'The sign-in was broken off. Please sign in again.',
    es: 'El acceso se interrumpió. Entre de nuevo.',
  },
  CODE: {
    en: 'This sign-in has been used already or has expired. Please sign in again.',
    es: 'Este acceso ya se ha usado o ha caducado. Entre de nuevo.',
  },
  TOKEN: {
    en: 'The proof of who you are was not made for this console. Please sign in again.',
    es: 'La prueba de su identidad no se hizo para esta consola. Entre de nuevo.',
  },
  GROUP: {
    en: 'You are signed in, but not invited to this console. Ask whoever administers it.',
    es: 'Se ha identificado, pero no está invitado a esta consola. Pídalo a quien la administra.',
  },
  SESSION: {
    en: 'Your session has ended. Please sign in again: nothing was done.',
    es: 'Su sesión ha terminado. Entre de nuevo: no se ha hecho nada.',
  },
  FORGED: {
    en: 'This was not sent from a page of this console, or from one that has been open for too long. Nothing was done: go back, load the page again and repeat it.',
    es: 'Esto no se envió desde una página de esta consola, o desde una que llevaba demasiado tiempo abierta. No se ha hecho nada: vuelva atrás, cargue la página de nuevo y repítalo.',
  },
  READER: {
    en: 'You may look at everything here, but not change it. Nothing was done: ask an administrator of the console.',
    es: 'Puede verlo todo, pero no cambiarlo. No se ha hecho nada: pídalo a un administrador de la consola.',
  },
} as const satisfies Record<string, Said>;
export type Refusal = keyof typeof REFUSALS;

/** Somebody is not let in. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly why: Refusal) {
    super(why);
  }
}

/** The provider does not answer at the moment: nobody can tell whether to let anybody in. */
export const NO_ANSWER: Said = {
  en: 'The sign-in service does not answer at the moment. Please try again in a minute.',
  es: 'El servicio de acceso no responde en este momento. Inténtelo de nuevo en un minuto.',
};
