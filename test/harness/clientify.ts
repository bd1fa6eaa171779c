import { ClientifySimulator } from '../../simulators/clientify/server';
import { ClientifyApi, type RecordsOptions } from '../../lib/clientify/api';
import type { Overwritten } from '../../lib/clientify/post-record';
import type { EmailClaims } from '../../lib/ports/email-claims';
import { ClientifyHttp, type HttpSettings } from '../../lib/clientify/http';
import { Traits } from '../../lib/clientify/traits';
import type { Trait, TraitStore } from '../../lib/ports/traits';
import type { Desired } from '../../lib/sync/target';
import { emptyAgency } from './empty-agency';

const TOKEN = 'test-token';
const PIPELINES = [
  { name: 'Ventas', stages: ['Nuevo', 'Confirmado', 'Ganado'] },
  {
    name: 'Expedientes',
    stages: ['Presupuestado', 'Confirmado', 'En viaje', 'Finalizado', 'Anulado'],
  },
];
const EMPTY = emptyAgency(PIPELINES);
const FIELDS = {
  'contacts | contacto': ['gesintur_sede_fiscal', 'gesintur_consentimiento_email'],
  'companies | empresa': [
    'gesintur_sede_fiscal',
    'gesintur_consentimiento_email',
    'gesintur_consentimiento_rgpd',
    'gesintur_estado_cliente',
    'gesintur_tipo_cliente',
  ],
  'deals | oportunidad': ['gesintur_expediente_id', 'gesintur_fecha_inicio'],
};

/** What the cloud's table keeps, in memory. */
export class MemoryTraits implements TraitStore {
  readonly learnt: Trait[] = [];
  traits(): Promise<readonly Trait[]> {
    return Promise.resolve(this.learnt);
  }
  learn(trait: Trait): Promise<void> {
    this.learnt.push(trait);
    return Promise.resolve();
  }
}

export class MemoryClaims implements EmailClaims {
  private readonly items = new Map<
    string,
    { holder: string; until: number; contact: string | null }
  >();
  hold(
    key: string,
    holder: string,
    until: Date,
    now: Date,
  ): Promise<'held' | { readonly contact: string | null }> {
    const known = this.items.get(key);
    if (known && known.until > now.getTime()) return Promise.resolve('held');
    this.items.set(key, { holder, until: until.getTime(), contact: known?.contact ?? null });
    return Promise.resolve({ contact: known?.contact ?? null });
  }
  release(key: string, holder: string, contact: string | null): Promise<void> {
    const known = this.items.get(key);
    if (known?.holder === holder)
      this.items.set(key, { holder, until: 0, contact: contact ?? known.contact });
    return Promise.resolve();
  }
}

/** Clientify in this process, and the adapter against it. */
export interface Clientify {
  readonly simulator: ClientifySimulator;
  readonly http: ClientifyHttp;
  readonly traits: MemoryTraits;
  readonly overwritten: Overwritten[];
  /** As another process sees it: nothing is in memory but what was stored. */
  records(options?: RecordsOptions): ClientifyApi;
  connect(settings?: Partial<HttpSettings>): ClientifyHttp;
  /** Requests since the last look, as "METHOD path". */
  calls(): { what: string; body: unknown }[];
}

export async function startClientify(): Promise<Clientify> {
  const simulator = await ClientifySimulator.start({ data: EMPTY, token: TOKEN });
  const connect = (settings: Partial<HttpSettings> = {}): ClientifyHttp =>
    new ClientifyHttp({ baseUrl: simulator.url, token: TOKEN, retryDelayMs: 1, ...settings });
  const http = connect();
  for (const [content_type, names] of Object.entries(FIELDS))
    for (const name of names)
      await http.request('POST', '/custom-fields/', { name, content_type, field_type: 3 });
  const traits = new MemoryTraits();
  const overwritten: Overwritten[] = [];
  const onOverwrite = (what: Overwritten): Promise<void> => {
    overwritten.push(what);
    return Promise.resolve();
  };
  const claims = new MemoryClaims();
  let seen = simulator.weather.log.length;
  return {
    simulator,
    http,
    traits,
    overwritten,
    connect,
    records: (options = {}) =>
      new ClientifyApi(http, 5, {
        traits: new Traits(traits),
        emailClaims: claims,
        onOverwrite,
        ...options,
      }),
    calls: () => {
      const entries = simulator.weather.log.slice(seen);
      seen = simulator.weather.log.length;
      return entries.map(({ method, path, body }) => ({ what: `${method} ${path}`, body }));
    },
  };
}

export const SOON = (): Date => new Date(Date.now() + 60_000);

export const contact = (id: number, changes: Partial<Desired> = {}): Desired => ({
  kind: 'contact',
  gesinturId: String(id),
  documento: `DOC${id}`,
  fields: {
    first_name: `Nombre ${id}`,
    last_name: `Apellido ${id}`,
    taxpayer_identification_number: `DOC${id}`,
    status: 'client',
    gdpr_accept: true,
    remarks: `Nota ${id}`,
    birthday: '1980-01-02',
  },
  emails: [{ type: 4, email: `c${id}@example.com` }],
  phones: [{ type: 1, phone: `600${String(id).padStart(6, '0')}` }],
  address: {
    street: `C/ Mayor ${id}`,
    city: 'Soria',
    state: 'Soria',
    country: 'es',
    postal_code: '42001',
    type: 5,
  },
  customFields: { gesintur_id: String(id), gesintur_sede_fiscal: 'ES' },
  tags: ['gesintur'],
  notes: [],
  ...changes,
});

/** Of the pipeline "Expedientes" (72); its stages are 720 to 724. */
export const deal = (
  { simulator }: Clientify,
  id: number,
  fields: Desired['fields'] = {},
): Desired => ({
  kind: 'deal',
  gesinturId: String(id),
  documento: '',
  fields: {
    name: `26${id}`,
    pipeline: `${simulator.url}/deals/pipelines/72/`,
    pipeline_stage: `${simulator.url}/deals/pipelines/stages/721/`,
    created: '2026-02-11',
    ...fields,
  },
  emails: [],
  phones: [],
  address: null,
  customFields: { gesintur_expediente_id: String(id), gesintur_fecha_inicio: '2026-02-11' },
  tags: ['gesintur'],
  notes: [],
});
