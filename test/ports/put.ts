import type { PutPorts } from '../../lib/way-back/put-ports';
import { DynamoIncidents } from '../../lib/state/incidents';
import { DynamoLinks } from '../../lib/state/links';
import { DynamoUnverifiedWrites } from '../../lib/state/unverified-writes';
import type { Killer } from './killer';
import { MemoryGiav, PUT_SETTINGS } from './giav';
import { MemoryTable } from './table';

export interface Announced {
  readonly type: string;
  readonly detail: unknown;
}

/** All that a write to GIAV needs, in memory. */
export class PutWorld {
  readonly giav = new MemoryGiav();
  readonly table = new MemoryTable();
  readonly links = new DynamoLinks(this.table);
  readonly incidents = new DynamoIncidents(this.table);
  readonly unverified = new DynamoUnverifiedWrites(this.table, this.links);
  readonly announced: Announced[] = [];
  readonly logged: string[] = [];
  readonly metrics: string[] = [];
  now = new Date('2026-11-25T10:00:00.000Z');

  readonly ports: PutPorts = {
    giav: this.giav,
    putSettings: PUT_SETTINGS,
    incidents: this.incidents,
    unverified: this.unverified,
    events: {
      announce: (type, detail) => {
        this.announced.push({ type, detail });
        return Promise.resolve();
      },
    },
    clock: { now: () => new Date(this.now) },
    log: {
      info: (message) => void this.logged.push(message),
      warn: (message) => void this.logged.push(message),
      error: (message) => void this.logged.push(message),
    },
    meter: { add: (name) => void this.metrics.push(name) },
  };

  /** The same world, through ports that a killer watches. */
  watched(killer: Killer): PutPorts {
    const table = killer.watch(this.table);
    return {
      ...this.ports,
      giav: killer.watch(this.giav),
      incidents: new DynamoIncidents(table),
      unverified: new DynamoUnverifiedWrites(table, new DynamoLinks(table)),
      events: killer.watch(this.ports.events),
    };
  }

  /** Time goes by; each write has a moment of its own. */
  later(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  async link(id: number): Promise<void> {
    await this.links.put('client', {
      id: String(id),
      status: 'linked',
      kind: 'contact',
      clientifyId: `c${id}`,
      at: this.now.toISOString(),
    });
  }

  /** Everything that is stored, as one text. */
  get stored(): string {
    return JSON.stringify([...this.table.items.values()]);
  }
}
