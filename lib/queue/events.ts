import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventSchemas, type Decided, type EventBus, type Events } from '../ports/events';

export const EVENT_SOURCE = 'giav-clientify';

interface Entry {
  readonly type: keyof Events;
  readonly detail: unknown;
}

/** Entries of one call. */
const MAX_ENTRIES = 10;

/** Announces; an event that cannot be delivered is logged and stops nothing: the state is in the table. */
export class EventBridgeBus implements EventBus {
  constructor(
    private readonly client: EventBridgeClient,
    private readonly name: string,
    private readonly onLost: (problem: string) => void,
  ) {}

  announce<Name extends keyof Events>(type: Name, detail: Events[Name]): Promise<void> {
    return this.put([{ type, detail }]);
  }

  /** RecordFailed and RecordSkipped for those of the records that failed or were skipped. */
  announceAll(decided: readonly Decided[]): Promise<void> {
    const entries: Entry[] = [];
    for (const { entity, id, runId: run, result, message } of decided) {
      const detail = { runId: run, entity, id, reason: result.reason ?? '' };
      if (result.outcome === 'failed')
        entries.push({ type: 'RecordFailed', detail: { ...detail, message: message ?? '' } });
      else if (result.outcome === 'skipped') entries.push({ type: 'RecordSkipped', detail });
    }
    return this.put(entries);
  }

  private async put(entries: readonly Entry[]): Promise<void> {
    for (let at = 0; at < entries.length; at += MAX_ENTRIES)
      try {
        const { FailedEntryCount: failed = 0 } = await this.client.send(
          new PutEventsCommand({
            Entries: entries.slice(at, at + MAX_ENTRIES).map(({ type, detail }) => ({
              EventBusName: this.name,
              Source: EVENT_SOURCE,
              DetailType: type,
              Detail: JSON.stringify(eventSchemas[type].parse(detail)),
            })),
          }),
        );
        if (failed > 0) this.onLost(`${failed} event(s) refused`);
      } catch (error) {
        this.onLost((error as Error).name);
      }
  }
}
