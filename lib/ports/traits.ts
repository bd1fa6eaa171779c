import type { Said } from '../sync/said';

/** What an account turned out not to do: learnt from an answer once, then not tried again with every record. */
export const TRAITS = {
  forceInsertIgnored: {
    en: 'returns a known contact for its e-mail although a new one is asked for: contacts are created without their e-mail, which is added afterwards',
    es: 'devuelve un contacto conocido por su correo aunque se pida uno nuevo: los contactos se crean sin su correo, que se añade después',
  },
  dealTagsDropped: {
    en: 'drops the tags that a new deal comes with: they are added by a call of their own',
    es: 'descarta las etiquetas con las que llega una oportunidad nueva: se añaden con una llamada aparte',
  },
  dealTagsNotTaken: {
    en: 'takes no tags of deals at all: they are not sent any more',
    es: 'no admite etiquetas en las oportunidades de ninguna manera: ya no se envían',
  },
  createdNotTaken: {
    en: 'does not take the creation date of a new deal: the start date is in gesintur_fecha_inicio only',
    es: 'no acepta la fecha de creación de una oportunidad nueva: la fecha de inicio está solo en gesintur_fecha_inicio',
  },
  createdNotChanged: {
    en: 'does not change the creation date of an existing deal: a later start date is in gesintur_fecha_inicio only',
    es: 'no cambia la fecha de creación de una oportunidad que ya existe: una fecha de inicio posterior está solo en gesintur_fecha_inicio',
  },
  pipelineIgnored: {
    en: 'ignores the pipeline of a new deal: each one is put right with a second write',
    es: 'no hace caso del pipeline de una oportunidad nueva: cada una se corrige con una segunda escritura',
  },
} as const satisfies Readonly<Record<string, Said>>;
export type Trait = keyof typeof TRAITS;

export const isTrait = (name: string): name is Trait => Object.hasOwn(TRAITS, name);

/** Where all processes keep what was learnt. */
export interface TraitStore {
  traits(): Promise<readonly Trait[]>;
  learn(trait: Trait, at: Date): Promise<void>;
}
