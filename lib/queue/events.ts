import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import * as z from 'zod';

export const EVENT_SOURCE = 'giav-clientify';

/** What the product announces on its event bus. */
export const eventSchemas = {
  RunStarted: z.object({ runId: z.string(), mode: z.string(), startedAt: z.string() }),
  RunCompleted: z.object({ runId: z.string(), mode: z.string(), summary: z.unknown() }),
  RunFailed: z.object({ runId: z.string(), kind: z.string(), message: z.string() }),
} as const;
type Events = { [Name in keyof typeof eventSchemas]: z.infer<(typeof eventSchemas)[Name]> };

export class EventBus {
  constructor(
    private readonly client: EventBridgeClient,
    private readonly name: string,
  ) {}

  async announce<Name extends keyof Events>(type: Name, detail: Events[Name]): Promise<void> {
    await this.client.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: this.name, Source: EVENT_SOURCE, DetailType: type, Detail: JSON.stringify(detail) }],
      }),
    );
  }
}
