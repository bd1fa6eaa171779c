/** What an account turned out not to do: learnt from an answer once, then not tried again with every record. */
export const TRAITS = {
  forceInsertIgnored:
    'returns a known contact for its e-mail although a new one is asked for: contacts are created without their e-mail, which is added afterwards',
  dealTagsDropped: 'drops the tags of deals: they are not sent any more',
  createdNotTaken:
    'does not take the creation date of a new deal: the start date is in gesintur_fecha_inicio only',
  createdNotChanged:
    'does not change the creation date of an existing deal: a later start date is in gesintur_fecha_inicio only',
  pipelineIgnored: 'ignores the pipeline of a new deal: each one is put right with a second write',
} as const;
export type Trait = keyof typeof TRAITS;

export const isTrait = (name: string): name is Trait => name in TRAITS;

/** Where all processes keep what was learnt. */
export interface TraitStore {
  traits(): Promise<readonly Trait[]>;
  learn(trait: Trait, at: Date): Promise<void>;
}
