import type { Clock } from '../../lib/ports/clock';

/** A clock that goes on by a second each time somebody looks at it. */
export class StepClock implements Clock {
  private at: number;

  constructor(start = '2026-03-02T09:00:00.000Z') {
    this.at = Date.parse(start);
  }

  now(): Date {
    this.at += 1000;
    return new Date(this.at);
  }

  pass(ms: number): void {
    this.at += ms;
  }
}
