import { setImmediate as realImmediate } from 'node:timers';

/** Something that will happen; `cancelled` events are passed over. */
export interface Event {
  readonly at: number;
  readonly order: number;
  cancelled: boolean;
  readonly act: () => void;
}

const earlier = (a: Event, b: Event): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order);

/** Lets everything that can go on without a further event go on: all promises that are settled are followed. */
const settled = (): Promise<void> => new Promise((resolve) => void realImmediate(resolve));

/**
 * The clock and all that waits for it. One thing happens at a time; what follows from it without waiting happens before
 * the next. Time passes only between two events, at no cost.
 */
export class Scheduler {
  /** Milliseconds since 1970. */
  now: number;
  /** Events so far. */
  steps = 0;
  private count = 0;
  private readonly heap: Event[] = [];

  constructor(start: number) {
    this.now = start;
  }

  after(ms: number, act: () => void): Event {
    const event = { at: this.now + Math.max(0, ms), order: this.count++, cancelled: false, act };
    this.push(event);
    return event;
  }

  /** Goes on until the moment, or until `enough`; false when the time was up first. */
  async runUntil(moment: number, enough: () => boolean = () => false): Promise<boolean> {
    await settled();
    while (!enough()) {
      const next = this.heap[0];
      if (next === undefined || next.at > moment) {
        this.now = Math.max(this.now, moment);
        return false;
      }
      this.pop();
      if (next.cancelled) continue;
      this.now = Math.max(this.now, next.at);
      this.steps += 1;
      next.act();
      await settled();
    }
    return true;
  }

  private push(event: Event): void {
    const { heap } = this;
    let at = heap.push(event) - 1;
    for (let parent = (at - 1) >> 1; at > 0; at = parent, parent = (at - 1) >> 1) {
      const above = heap[parent] as Event;
      if (!earlier(event, above)) break;
      heap[at] = above;
      heap[parent] = event;
    }
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop() as Event;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child =
        right < heap.length && earlier(heap[right] as Event, heap[left] as Event) ? right : left;
      if (!earlier(heap[child] as Event, last)) break;
      heap[at] = heap[child] as Event;
      at = child;
    }
    heap[at] = last;
  }
}
