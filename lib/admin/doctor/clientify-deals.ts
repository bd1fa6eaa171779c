import type { ClientifyHttp } from '../../clientify/http';
import { COLLECTION, readPage } from '../../clientify/lists';
import { readAll } from '../../clientify/read-list';
import { stageSchema } from '../../clientify/records';
import { resourceId } from '../../sync/relations';
import { counted, ok, warning, type Finding } from './check';

/** What each number of a deal's status means (clientify.md, D6). */
const STATUSES: readonly (readonly [number, string])[] = [
  [1, 'open'],
  [2, 'expired'],
  [3, 'won'],
  [4, 'lost'],
];

interface DealPlace {
  readonly id: string;
  readonly pipeline: string;
  readonly stage: string;
}

/** Where each deal is, as the list shows it. */
export class DealSurvey {
  private readonly places: DealPlace[] = [];

  add(item: unknown): void {
    const {
      id,
      pipeline,
      pipeline_stage: stage,
    } = (item ?? {}) as { id?: unknown; pipeline?: unknown; pipeline_stage?: unknown };
    const [inPipeline, inStage] = [resourceId(pipeline), resourceId(stage)];
    if (inPipeline !== null && inStage !== null)
      this.places.push({ id: String(id), pipeline: inPipeline, stage: inStage });
  }

  /** Deals whose stage belongs to another pipeline than the deal: an older version, or the API itself, left them like that. */
  async inconsistent(http: ClientifyHttp, concurrency: number): Promise<Finding> {
    const pipelineOf = new Map<string, string | null>();
    await readAll(http, '/deals/pipelines/stages/', concurrency, (item) => {
      const stage = stageSchema.safeParse(item);
      if (stage.success) pipelineOf.set(stage.data.id, stage.data.pipelineId);
    });
    const odd = this.places
      .filter(({ pipeline, stage }) => (pipelineOf.get(stage) ?? pipeline) !== pipeline)
      .map(({ id }) => id);
    return odd.length === 0
      ? ok({
          en: 'Every deal is in a stage of its own pipeline.',
          es: 'Cada oportunidad está en una etapa de su propio pipeline.',
        })
      : warning(
          {
            en: `Deals whose stage belongs to another pipeline: ${counted(odd)}.`,
            es: `Oportunidades cuya etapa es de otro pipeline: ${counted(odd)}.`,
          },
          {
            en: 'A full run puts those of GIAV right whose state has a stage; move the others by hand.',
            es: 'Una ejecución completa corrige las de GIAV cuyo estado tiene etapa; mueva las demás a mano.',
          },
        );
  }
}

/** The numbers are settled; an account where they are not would be misread. */
export async function dealStatuses(http: ClientifyHttp): Promise<Finding> {
  const wrong: string[] = [];
  for (const [number, name] of STATUSES) {
    const { results } = await readPage(http, COLLECTION.deal, 1, { status_id: String(number) });
    for (const listed of results) {
      const item = (listed ?? {}) as { status?: unknown; status_desc?: unknown };
      const known = STATUSES.find(([one]) => one === Number(item.status))?.[1];
      const shown = String(item.status_desc ?? '').toLowerCase();
      // Their texts may be translated: only an English one can contradict.
      const contradicts = STATUSES.some(([, text]) => text === shown) && known !== shown;
      if (contradicts && !wrong.includes(name)) wrong.push(name);
    }
  }
  return wrong.length === 0
    ? ok({
        en: 'Deal statuses mean 1 open, 2 expired, 3 won, 4 lost.',
        es: 'Los estados de las oportunidades significan: 1 abierta, 2 expirada, 3 ganada, 4 perdida.',
      })
    : warning(
        {
          en: `Deal statuses mean something else here: ${wrong.join(', ')}.`,
          es: `Los estados de las oportunidades significan aquí otra cosa: ${wrong.join(', ')}.`,
        },
        {
          en: 'Nothing: the sync never sets a status. Tell the vendor.',
          es: 'Nada: la sincronización nunca cambia ese estado. Avise al fabricante.',
        },
      );
}
