import { besidesWanted } from '../../lib/config/besides';
import type { SyncConfig } from '../../lib/config/schema';
import { GiavApi } from '../../lib/giav/api';
import { httpError } from '../../lib/giav/faults';
import { SECOND_MS } from '../../lib/sync/budget';
import { RetryableError } from '../../lib/sync/errors';
import type { Environment } from '../aws/environment';
import type { GiavModel } from './giav-model';

/** The product's adapter of GIAV with the model in place of the wire. */
export class SimulatedGiav extends GiavApi {
  constructor(
    settings: ConstructorParameters<typeof GiavApi>[0],
    private readonly model: GiavModel,
    private readonly ports: Pick<Environment, 'call'>,
  ) {
    super(settings);
  }

  /** With what the settings say of GIAV. */
  static by(
    config: SyncConfig,
    apiKey: string,
    model: GiavModel,
    ports: Pick<Environment, 'call'>,
  ): SimulatedGiav {
    const settings = {
      endpoint: 'https://giav.invalid/',
      apiKey,
      timeoutMs: config.giav.timeoutSeconds * SECOND_MS,
      retryDelayMs: config.giav.retrySeconds * SECOND_MS,
      besides: besidesWanted(config),
    };
    return new SimulatedGiav(settings, model, ports);
  }

  protected override async callOnce(
    operation: string,
    args: Record<string, unknown>,
  ): Promise<Record<string, unknown> | null> {
    const timeoutMs = this.tryMs();
    this.calls += 1;
    const answer = await this.ports.call(
      'giav',
      operation,
      () => this.model.operate(operation, args),
      {
        timeoutMs,
        error: (fault) =>
          fault === 'fail' || fault === 'throttle'
            ? httpError(operation, 503)
            : new RetryableError(`GIAV did not answer ${operation} (TimeoutError)`, {
                maybeApplied: true,
              }),
      },
    );
    this.serverTime = new Date();
    return answer;
  }
}
