import { mapClient, clientMapping } from '../../lib/sync/client-to-clientify';
import type { SyncConfig } from '../../lib/config/schema';
import type { Link } from '../../lib/ports/links';
import { mapExpediente, withClient } from '../../lib/sync/expediente-to-deal';
import { fingerprint } from '../../lib/sync/fingerprint';
import type { Expediente, GiavClient } from '../../lib/sync/records';
import { giavClient, giavExpediente } from '../harness/giav-records';

const AT = '2026-03-01T10:00:00.000Z';
const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** A NIF of its own for each number below a hundred million. */
const nifOf = (at: number): string =>
  `${String(at).padStart(8, '0')}${LETTERS.charAt(at % LETTERS.length)}`;

/** Of the n-th record: different everywhere, as real stamps are. */
const stampOf = (at: number): string =>
  new Date(Date.parse('2026-01-01T00:00:00Z') + ((at * 7_919_333) % 5_000_000_000)).toISOString();

/** What the mapping of deals is told by the run of {@link RunOffice}. */
const DEALS = {
  stages: {
    pipelineUrl: 'pipeline',
    byGiavStage: new Map(),
    fallbackUrl: 'stage',
    closedUrl: null,
  },
  giavStages: [],
  officePrefix: false,
  today: '2026-03-02',
};

/**
 * An agency of which both sides are in step: each record is made of its number when it is asked for, so that one of a
 * million takes no memory.
 */
export class SettledAgency {
  constructor(private readonly config: SyncConfig) {}

  client(at: number): GiavClient {
    return giavClient({
      id: 40_000 + at,
      documento: nifOf(at),
      nombre: 'Ana',
      apellidos: `Soler ${at}`,
    });
  }

  contact(at: number): object {
    return {
      id: 7_000_000 + at,
      modified: stampOf(at),
      taxpayer_identification_number: nifOf(at),
      custom_fields: [{ field: 'gesintur_id', value: String(40_000 + at) }],
    };
  }

  expediente(at: number, clients: number): Expediente {
    return giavExpediente({
      id: 900_000 + at,
      idCliente: 40_000 + (at % clients),
      codigo: `26${at}`,
    });
  }

  deal(at: number): object {
    return {
      id: 9_000_000 + at,
      modified: stampOf(at),
      custom_fields: [{ field: 'gesintur_expediente_id', value: String(900_000 + at) }],
    };
  }

  linkOfClient(at: number): Link {
    const { desired } = mapClient(
      this.client(at),
      clientMapping(this.config, () => null),
    );
    return {
      id: String(40_000 + at),
      status: 'linked',
      kind: 'contact',
      clientifyId: String(7_000_000 + at),
      fingerprint: fingerprint(desired),
      modified: stampOf(at),
      at: AT,
    };
  }

  linkOfExpediente(at: number, clients: number): Link {
    const expediente = this.expediente(at, clients);
    const { desired } = mapExpediente(expediente, {
      ...DEALS,
      dealStartDate: this.config.dealStartDate,
    });
    const url = `contact/${7_000_000 + (at % clients)}`;
    return {
      id: String(expediente.id),
      status: 'linked',
      kind: 'deal',
      clientifyId: String(9_000_000 + at),
      fingerprint: fingerprint(withClient(desired, { kind: 'contact', url })),
      modified: stampOf(at),
      at: AT,
    };
  }
}

/** A list that makes its records when they are asked for. */
export interface Listed<T> {
  readonly length: number;
  slice(from: number, to: number): T[];
}

export const made = <T>(length: number, one: (at: number) => T): Listed<T> => ({
  length,
  slice: (from, to) =>
    Array.from({ length: Math.max(0, Math.min(to, length) - from) }, (_, at) => one(from + at)),
});
