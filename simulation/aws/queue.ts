import type { Scheduler } from '../time/scheduler';

/** What the template says of a queue. */
export interface QueueSettings {
  readonly name: string;
  readonly fifo: boolean;
  readonly visibilitySeconds: number;
  readonly delaySeconds?: number;
  readonly deadLetter?: { readonly queue: Queue; readonly maxReceiveCount: number };
}

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly group: string | undefined;
  readonly sentAt: number;
  /** Nobody is given it before. */
  visibleAt: number;
  receiveCount: number;
  /** Names the last delivery; what an earlier one did with the message does not count. */
  receipt: string | null;
}

export interface Sent {
  readonly body: string;
  readonly group?: string;
  readonly deduplication?: string;
  readonly delaySeconds?: number;
}

/** Repeats of a FIFO message within this time are taken, and dropped. */
const DEDUPLICATION_MS = 300_000;

/**
 * A queue of SQS. FIFO: in order within a group, of which nobody gets more while one of its messages is out; repeats are
 * dropped for five minutes, per group. Standard: in any order, and sometimes twice.
 */
export class Queue {
  readonly messages: Message[] = [];
  /** The next so many messages that are removed come once more, as a standard queue may do. */
  repeats = 0;
  /** Told whenever something may have become visible at that moment. */
  onVisible: (at: number) => void = () => undefined;
  private readonly seen = new Map<string, number>();
  private count = 0;

  constructor(
    readonly settings: QueueSettings,
    private readonly scheduler: Scheduler,
  ) {}

  send({ body, group, deduplication, delaySeconds }: Sent): string {
    const { now } = this.scheduler;
    const { name, fifo } = this.settings;
    if (fifo && (group === undefined || deduplication === undefined))
      throw new Error(`${name}: a FIFO queue wants a group and a deduplication id`);
    const id = `${name}-${++this.count}`;
    const key = `${group ?? ''} ${deduplication ?? ''}`;
    if (fifo) {
      if (now - (this.seen.get(key) ?? -Infinity) < DEDUPLICATION_MS) return id;
      this.seen.set(key, now);
    }
    const delay = (fifo ? undefined : delaySeconds) ?? this.settings.delaySeconds ?? 0;
    this.add({ id, body, group, sentAt: now, visibleAt: now + delay * 1000 });
    return id;
  }

  private add(message: Omit<Message, 'receiveCount' | 'receipt'>): void {
    this.messages.push({ ...message, receiveCount: 0, receipt: null });
    this.onVisible(message.visibleAt);
  }

  /** Up to `max` messages for one consumer; they are hidden until the visibility time-out, or until they are removed. */
  receive(max: number, visibilitySeconds = this.settings.visibilitySeconds): Message[] {
    const { now } = this.scheduler;
    const blocked = new Set<string>();
    const taken: Message[] = [];
    for (const message of [...this.messages]) {
      if (taken.length === max) break;
      if (message.group !== undefined && blocked.has(message.group)) continue;
      if (message.visibleAt > now) {
        if (message.group !== undefined) blocked.add(message.group);
        continue;
      }
      if (this.isSpent(message)) continue;
      message.receiveCount += 1;
      message.receipt = `${message.id}#${message.receiveCount}`;
      message.visibleAt = now + visibilitySeconds * 1000;
      taken.push(message);
    }
    return taken;
  }

  /** Moves a message that came too often to the dead-letter queue. */
  private isSpent(message: Message): boolean {
    const { deadLetter } = this.settings;
    if (!deadLetter || message.receiveCount < deadLetter.maxReceiveCount) return false;
    this.drop(message);
    deadLetter.queue.send({ body: message.body, group: message.group, deduplication: message.id });
    return true;
  }

  /** The message of that delivery while it is out; undefined when it is gone, or was delivered again. */
  private out(receipt: string): Message | undefined {
    return this.messages.find((one) => one.receipt === receipt);
  }

  /** @throws an error of that name when the delivery of a FIFO message is over: it comes again all the same. */
  remove(receipt: string): void {
    const message = this.out(receipt);
    if (message === undefined) return;
    if (this.settings.fifo && message.visibleAt <= this.scheduler.now)
      throw Object.assign(new Error('the receipt has expired'), { name: 'InvalidParameterValue' });
    if (!this.settings.fifo && this.repeats > 0) {
      this.repeats -= 1;
      return;
    }
    this.drop(message);
    // Those behind it in its group may go on.
    this.onVisible(this.scheduler.now);
  }

  /** @throws an error of that name for a delivery that is over. */
  changeVisibility(receipt: string, seconds: number): void {
    const message = this.out(receipt);
    if (message === undefined || message.visibleAt <= this.scheduler.now)
      throw Object.assign(new Error('the delivery is over'), { name: 'MessageNotInflight' });
    message.visibleAt = this.scheduler.now + seconds * 1000;
    this.onVisible(message.visibleAt);
  }

  /** When the message of that delivery can be had again; null when it is gone. */
  visibleAgainAt(receipt: string): number | null {
    return this.out(receipt)?.visibleAt ?? null;
  }

  /** Messages that wait, are hidden or are worked on. */
  get depth(): number {
    return this.messages.length;
  }

  private drop(message: Message): void {
    this.messages.splice(this.messages.indexOf(message), 1);
  }
}
