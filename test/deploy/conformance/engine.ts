import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Table } from '../../../lib/state/table';

/** Something that behaves like a queue of SQS, as one of the emulators or the simulation does it. */
export interface QueueEngine {
  readonly sqs: SQSClient;
  /** A queue of its own for each rule. @returns its URL, and its dead-letter queue's when it has one. */
  create(settings: NewQueue): Promise<{ url: string; deadLetters: string }>;
  /** Lets so many seconds go by: real ones in an emulator, which has no other clock. */
  pass(seconds: number): Promise<void>;
}

export interface NewQueue {
  readonly name: string;
  readonly fifo: boolean;
  readonly visibilitySeconds: number;
  readonly maxReceiveCount?: number;
}

/** Something that behaves like the product's table of DynamoDB, and the way round the product's own batching. */
export interface TableEngine {
  readonly table: Table;
  /** Null where requests are never made, because what makes them is what is replaced. */
  readonly requests: DynamoDBClient | null;
}

/** What AWS documents and the product relies on; `shows` is true when the engine does it, null when it has no such thing. */
export interface Rule<Engine> {
  readonly name: string;
  /** The part of the product that would break without it. */
  readonly reliedOnBy: string;
  shows(engine: Engine): Promise<boolean | null>;
}

/** How one engine did: a rule that ends with an error is not shown. */
export async function tried<Engine>(
  rules: readonly Rule<Engine>[],
  engine: Engine,
): Promise<(boolean | null)[]> {
  return Promise.all(rules.map((rule) => rule.shows(engine).catch(() => false)));
}
