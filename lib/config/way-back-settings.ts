import * as z from 'zod';
import { DAY_MINUTES } from '../sync/budget';

export const writeBackSchema = z
  .strictObject({
    mode: z
      .enum(['off', 'dry-run', 'on'])
      .default('off')
      .describe(
        'off: one-way. dry-run: stores what would be sent. on: writes to GIAV, together with acknowledgeUnreadable (docs/contracts/giav.md, P4).',
      ),
    acknowledgeUnreadable: z
      .boolean()
      .default(false)
      .describe(
        "An administrator has seen that a write keeps what GIAV does not show: the client's account and its print options.",
      ),
    create: z
      .enum(['never', 'clients', 'always'])
      .default('clients')
      .describe(
        "Contacts that GIAV does not know become clients: never; with a Documento and the clients' status; with a Documento.",
      ),
    createDocumento: z
      .enum(['spanish', 'any'])
      .default('spanish')
      .describe(
        'Documentos of which GIAV clients may be made: valid NIF, NIE and CIF only, or passports and foreign documents too.',
      ),
    clears: z
      .enum(['never', 'always'])
      .default('never')
      .describe(
        'A value emptied in Clientify: GIAV keeps it and Clientify gets it back, or it is emptied in GIAV too.',
      ),
    winner: z
      .enum(['giav', 'clientify'])
      .default('giav')
      .describe('Who wins a field that both sides changed.'),
    taxDistricts: z
      .record(
        z.string().regex(/^\d+$/),
        z.enum(['XX_General', 'ES_PenínsulaYBaleares', 'ES_Canarias', 'ES_CeutaYMelilla']),
      )
      .default({})
      .describe(
        "GIAV's number of a tax district (SubSedeFiscal) → its name (docs/contracts/giav.md, P5).",
      ),
    perHour: z
      .int()
      .min(1)
      .max(500)
      .nullable()
      .default(60)
      .describe(
        'Clients that may be written to GIAV, or made there, within an hour; above it the way back is held until an administrator resumes it (cli write-back --resume). null = no limit.',
      ),
    refusePortalClients: z
      .boolean()
      .default(false)
      .describe(
        'Clients with the customer portal are not written: a hashed password cannot be told from a plain one.',
      ),
    reconcileMinutes: z
      .int()
      .min(0)
      .max(DAY_MINUTES)
      .default(5)
      .describe('Minutes between two searches for changes whose webhook was lost; 0 = none.'),
  })
  .prefault({})
  .describe('The way back: what changes in Clientify and goes to GIAV.');
type WriteBack = z.infer<typeof writeBackSchema>;

/** What really happens on the way back: without the acknowledgement, `on` only shows what it would do. */
export const writeBackMode = ({
  writeBack,
}: {
  readonly writeBack: WriteBack;
}): 'off' | 'dry-run' | 'on' =>
  writeBack.mode === 'on' && !writeBack.acknowledgeUnreadable ? 'dry-run' : writeBack.mode;
