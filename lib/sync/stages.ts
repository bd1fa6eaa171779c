import { resourceId } from './relations';
import { foldText } from './cleaning';
import type { EntityStage } from './records';
import { own } from './own';

/** An entry of the setting `stages` whose key GIAV, or whose value the pipeline does not know. */
export interface UnknownStage {
  readonly side: 'giav' | 'clientify';
  readonly key: string;
  readonly name: string;
}

/** Whether a setting means this state of GIAV: by its name, case and accents ignored, or its id. */
export const isState = ({ id, name }: EntityStage, wanted: string): boolean =>
  foldText(wanted) === foldText(name) || wanted.trim() === String(id);

export interface ClientifyStage {
  readonly name: string;
  readonly url: string;
}

/** Ids of the stages that names and states of GIAV were last resolved to: a name may change, an id does not. */
export interface StageMemory {
  /** By the name of a stage, folded. */
  readonly byName: Readonly<Record<string, string>>;
  /** By the id of a state of GIAV. */
  readonly byState: Readonly<Record<string, string>>;
}

export const NO_MEMORY: StageMemory = { byName: {}, byState: {} };

export interface RenamedStage {
  /** As the settings or GIAV name it. */
  readonly wanted: string;
  /** As Clientify names it now. */
  readonly now: string;
}

const idOf = (stage: ClientifyStage): string => resourceId(stage.url) ?? stage.url;

/** Finds stages by their name, case and accents ignored; one that was renamed since by the id that it had then. */
export class StageFinder {
  private readonly byName = new Map<string, ClientifyStage[]>();
  private readonly byId: ReadonlyMap<string, ClientifyStage>;
  private readonly names = new Map<string, string>();
  readonly renamed: RenamedStage[] = [];
  /** Ids that are remembered under any name: such a stage is not new. */
  private readonly old: ReadonlySet<string>;

  constructor(
    stages: readonly ClientifyStage[],
    private readonly memory: StageMemory = NO_MEMORY,
  ) {
    for (const stage of stages) {
      const folded = foldText(stage.name);
      this.byName.set(folded, [...(this.byName.get(folded) ?? []), stage]);
    }
    this.byId = new Map(stages.map((stage) => [idOf(stage), stage]));
    this.old = new Set([...Object.values(memory.byName), ...Object.values(memory.byState)]);
  }

  /** URL of the stage; undefined when there is none of that name, nor the one that had it. */
  named(name: string): string | undefined {
    const folded = foldText(name);
    const known = own(this.memory.byName, folded);
    const ofThatName = this.byName.get(folded) ?? [];
    // Of several with one name it is the one that it was; a new namesake moves no deal, nor does another one's new name.
    const stage =
      ofThatName.find((one) => idOf(one) === known) ??
      ofThatName.find((one) => !this.old.has(idOf(one))) ??
      this.remembered(name, known) ??
      ofThatName[0];
    if (stage) this.names.set(folded, idOf(stage));
    return stage?.url;
  }

  /** The stage that a state of GIAV had before its name, or the stage's, changed. */
  ofState(state: EntityStage): string | undefined {
    return this.remembered(state.name, this.memory.byState[String(state.id)])?.url;
  }

  private remembered(wanted: string, id: string | undefined): ClientifyStage | undefined {
    const stage = id === undefined ? undefined : this.byId.get(id);
    if (stage && !this.renamed.some((one) => one.wanted === wanted))
      this.renamed.push({ wanted, now: stage.name });
    return stage;
  }

  /** What to remember; a name that is not asked for any more stays as it was. */
  memoryWith(byGiavStage: ReadonlyMap<number, string>): StageMemory {
    const states = [...byGiavStage].map(([id, url]) => [String(id), resourceId(url) ?? url]);
    return {
      byName: { ...this.memory.byName, ...Object.fromEntries(this.names) },
      byState: {
        ...this.memory.byState,
        ...(Object.fromEntries(states) as Record<string, string>),
      },
    };
  }
}

/**
 * State → pipeline stage: the configured table by GIAV name or id, else the stage of the same name (case and accents
 * ignored), else the stage that the state had before one of them was renamed. Entries of the table that one of the sides
 * does not know are returned for a configuration error.
 */
export function resolveStages(
  giavStages: readonly EntityStage[],
  clientifyStages: readonly ClientifyStage[],
  table: Readonly<Record<string, string>>,
  finder: StageFinder = new StageFinder(clientifyStages),
): { byGiavStage: Map<number, string>; unknown: UnknownStage[] } {
  const foldedTable = new Map(Object.entries(table).map(([key, name]) => [foldText(key), name]));
  const byGiavStage = new Map<number, string>();
  for (const stage of giavStages) {
    const configured = foldedTable.get(String(stage.id)) ?? foldedTable.get(foldText(stage.name));
    const url =
      configured === undefined
        ? (finder.named(stage.name) ?? finder.ofState(stage))
        : finder.named(configured);
    if (url !== undefined) byGiavStage.set(stage.id, url);
  }
  const ofGiav = new Set(giavStages.flatMap((stage) => [String(stage.id), foldText(stage.name)]));
  const unknown = Object.entries(table).flatMap(([key, name]): UnknownStage[] => [
    ...(ofGiav.has(foldText(key)) ? [] : [{ side: 'giav' as const, key, name }]),
    ...(finder.named(name) === undefined ? [{ side: 'clientify' as const, key, name }] : []),
  ]);
  return { byGiavStage, unknown };
}
