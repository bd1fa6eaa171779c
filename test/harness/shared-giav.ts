import { GiavApi } from '../../lib/giav/api';
import type { GiavRecord } from '../../simulators/agency/data';
import { BothSystems } from './both-systems';

/** GIAV as a process of its own, empty, for many agencies one after the other. */
export class SharedGiav {
  private constructor(
    private readonly systems: BothSystems,
    /** Where it is, and its key. */
    readonly settings: { readonly endpoint: string; readonly apiKey: string },
    readonly api: GiavApi,
  ) {}

  /** @param options of simulators/main.ts */
  static async start(...options: readonly string[]): Promise<SharedGiav> {
    const empty = ['--clients', '0', '--expedientes', '0', '--empty'];
    const systems = await BothSystems.start(...empty, ...options);
    const { GIAV_ENDPOINT: endpoint = '', GIAV_API_KEY: apiKey = '' } = systems.env();
    const settings = { endpoint, apiKey };
    return new SharedGiav(systems, settings, new GiavApi(settings));
  }

  control<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.systems.control(method, `giav/${path}`, body);
  }

  clients(): Promise<GiavRecord[]> {
    return this.control('GET', 'data/clients');
  }

  /** Writes that it received so far. */
  async writes(): Promise<number> {
    const log = await this.control<{ method: string }[]>('GET', 'log');
    return log.filter(({ method }) => /PUT|POST/.test(method)).length;
  }

  stop(): Promise<void> {
    return this.systems.stop();
  }
}
