import type { SyncConfig } from '../config/schema';
import type { Clock } from '../ports/clock';
import type { Held, Run } from '../ports/run';
import type { Watermarks } from '../ports/watermarks';
import { areNew, heldAs, weighed } from '../run/heed-brake';
import type { PlannedPage } from '../run/planned-page';
import { NOTHING_COUNTED, type BrakeCount } from '../sync/brake';

interface BrakePorts {
  readonly config: Pick<SyncConfig, 'brake'>;
  readonly watermarks: Pick<Watermarks, 'get'>;
  readonly clock: Clock;
}

/** Whether a run would be held, by the brake of runs: page by page, as they would be put on the queue. */
export class PlannedBrake {
  /** All that the run would change, held or not. */
  planned: BrakeCount = NOTHING_COUNTED;
  /** Where it would stand still first; null: it would go through. */
  held: Held | null = null;
  private read = 0;

  constructor(
    private readonly ports: BrakePorts,
    private readonly run: Pick<Run, 'settings'>,
  ) {}

  async add({ ids, changes }: Pick<PlannedPage, 'ids' | 'changes'>): Promise<void> {
    this.read += ids.length;
    if (changes.length === 0) return;
    const { config, clock } = this.ports;
    const before = this.planned;
    const { planned, because } = weighed(config.brake, before, changes, this.read);
    this.planned = planned;
    if (because === null || this.held !== null) return;
    const newSettings = await areNew(this.ports, this.run);
    this.held = heldAs(clock.now(), { because, newSettings, read: this.read, planned }, before);
  }
}
