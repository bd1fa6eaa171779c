import type { World } from '../../simulation/world';
import { World as Worlds } from '../../simulation/world';
import { smallLife } from '../../simulation/every-call';
import type { Raw } from '../../simulation/systems/giav-records';
import type { CrmRecord } from '../../simulators/agency/data';
import type { Collection } from '../../simulators/clientify/store';
import type { Item } from '../../lib/state/items';
import type { Key } from '../../lib/state/keys';

/** A resource that holds data, with what cannot be changed without making another one. */
export interface Stateful {
  readonly type: string;
  readonly deletionPolicy: string;
  readonly lasting: Readonly<Record<string, unknown>>;
}

/** What an agency had when a version was the last one: its state, both systems and the template, at rest after a run. */
export interface LeftBehind {
  readonly version: string;
  /** Of the last moment (ISO). */
  readonly at: string;
  readonly settings: string;
  readonly table: readonly (Item & Key)[];
  readonly giav: { readonly clients: readonly Raw[]; readonly expedientes: readonly Raw[] };
  readonly clientify: Readonly<Record<Collection | 'custom-fields', readonly CrmRecord[]>>;
  readonly template: {
    /** By their logical ids. */
    readonly stateful: Readonly<Record<string, Stateful>>;
    readonly parameters: readonly string[];
    readonly outputs: readonly string[];
  };
}

/** Properties that AWS replaces a resource for. */
const LASTING = [
  'KeySchema',
  'AttributeDefinitions',
  'TableName',
  'FifoQueue',
  'QueueName',
  'Name',
];

interface Template {
  readonly Resources: Readonly<
    Record<string, { Type: string; DeletionPolicy?: string; Properties?: Record<string, unknown> }>
  >;
  readonly Parameters?: object;
  readonly Outputs?: object;
}

/** Of a template what an upgrade must leave as it is. */
export function shapeOf({
  Resources,
  Parameters = {},
  Outputs = {},
}: Template): LeftBehind['template'] {
  const kept = Object.entries(Resources).filter(([, one]) =>
    one.DeletionPolicy?.startsWith('Retain'),
  );
  const stateful = kept.map(([id, { Type, DeletionPolicy = '', Properties = {} }]) => [
    id,
    {
      type: Type,
      deletionPolicy: DeletionPolicy,
      lasting: Object.fromEntries(
        LASTING.flatMap((name) => (name in Properties ? [[name, Properties[name]]] : [])),
      ),
    },
  ]);
  return {
    stateful: Object.fromEntries(stateful) as Record<string, Stateful>,
    parameters: Object.keys(Parameters)
      .filter((name) => name !== 'BootstrapVersion')
      .sort(),
    outputs: Object.keys(Outputs).sort(),
  };
}

/** Sets and bytes as JSON, both ways. */
const packed = (_: string, value: unknown): unknown =>
  value instanceof Set
    ? { $set: [...value] }
    : value instanceof Uint8Array
      ? { $bytes: Buffer.from(value).toString('base64') }
      : value;
const unpacked = (_: string, value: unknown): unknown => {
  const { $set, $bytes } = (value ?? {}) as { $set?: unknown[]; $bytes?: string };
  if ($set !== undefined) return new Set($set);
  return $bytes === undefined ? value : new Uint8Array(Buffer.from($bytes, 'base64'));
};
export const write = (left: LeftBehind): string => `${JSON.stringify(left, packed, 1)}\n`;
export const read = (text: string): LeftBehind => JSON.parse(text, unpacked) as LeftBehind;

const COLLECTIONS = ['contacts', 'companies', 'deals'] as const;

const SETTINGS = JSON.stringify({
  pipeline: 'Expedientes',
  writeBack: { mode: 'on', acknowledgeUnreadable: true, reconcileMinutes: 0 },
  full: { cron: null },
  modified: { everyMinutes: 0 },
  brake: null,
});
const MINUTES = 60_000;

/** The world of an agency, in which nothing begins by itself. */
export const openWorld = (start: string, settings = SETTINGS, clients = 40): World =>
  Worlds.open({ ...smallLife(1), clients, settings, start });

/** A full run from its start to its end, and all that follows from it. */
export async function fullRun(world: World, runId: string): Promise<void> {
  const message = { v: 1, kind: 'start', mode: 'full', runId };
  world.account.queues.runs.send({ body: JSON.stringify(message) });
  await world.scheduler.runUntil(world.scheduler.now + 30 * MINUTES);
}

/** What a world holds now. */
export function leave(world: World, version: string, template: Template): LeftBehind {
  const { giav, clientify, account, scheduler, facts } = world;
  const { records, definitions } = clientify.store;
  const table = [...account.table.items.values()];
  return {
    version,
    at: new Date(scheduler.now).toISOString(),
    settings: facts.settings,
    table: table.sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1)),
    giav: { clients: [...giav.clients.values()], expedientes: [...giav.expedientes.values()] },
    clientify: {
      contacts: [...records.contacts.values()],
      companies: [...records.companies.values()],
      deals: [...records.deals.values()],
      'custom-fields': [...definitions.values()],
    },
    template: shapeOf(template),
  };
}

/** The world that was left, an hour later. */
export async function takeUp(left: LeftBehind): Promise<World> {
  const world = openWorld(
    new Date(Date.parse(left.at) + 60 * MINUTES).toISOString(),
    left.settings,
    1,
  );
  const { giav, clientify, account, scheduler } = world;
  // GIAV's searches do not show for a while what has just been made, and the world was.
  await scheduler.runUntil(scheduler.now + 10 * MINUTES);
  for (const map of [giav.clients, giav.expedientes]) map.clear();
  for (const one of left.giav.clients) giav.clients.set(Number(one['Id']), one);
  for (const one of left.giav.expedientes) giav.expedientes.set(Number(one['Id']), one);
  for (const collection of COLLECTIONS) clientify.store.records[collection].clear();
  clientify.store.definitions.clear();
  for (const collection of [...COLLECTIONS, 'custom-fields'] as const)
    for (const record of left.clientify[collection])
      clientify.store.save(collection, Number(record['id']), record);
  for (const item of left.table) await account.table.put(item);
  return world;
}
