import type { ChangeMessage, RecordMessage, RunMessage } from './messages';

/** Records for the workers, in order per GIAV client, so that a client goes before its expedientes. */
export interface WorkQueue {
  /**
   * In order; a repeat within five minutes is dropped by the queue. A RetryableError when the queue refuses some: those
   * before them are sent.
   * @param round tells the messages of a recovery from the lost ones.
   */
  send(messages: readonly RecordMessage[], round?: string): Promise<void>;
  /** To the dead-letter queue, as it is; each group stands for itself there, so that none hides another. */
  bury(body: string, group: string, deduplication: string): Promise<void>;
  /** Lets a delivered message wait before its next delivery. One that is gone by now needs no waiting. */
  postpone(receiptHandle: string, seconds: number): Promise<void>;
  /** Nothing waits and nothing is worked on. */
  isEmpty(): Promise<boolean>;
  /** Messages in the dead-letter queue. */
  deadLetters(): Promise<number>;
}

/** What drives runs: starts, hand-overs, checks and re-drives. */
export interface RunQueue {
  /** @param delaySeconds at most 15 minutes; a longer wait is cut. @default 0 */
  send(message: RunMessage, delaySeconds?: number): Promise<void>;
}

/** Changes in Clientify, in order per record, so that no two of one record are worked on at once. */
export interface ChangeQueue {
  send(message: ChangeMessage): Promise<void>;
  /** As {@link WorkQueue.postpone}. */
  postpone(receiptHandle: string, seconds: number): Promise<void>;
}
