import type { ClientifyHttp } from './http';
import { readAll } from './read-list';
import { pipelineSchema, stageSchema } from './records';

/** A pipeline as people name it, with its stages in order. */
export interface NamedPipeline {
  readonly name: string;
  readonly stages: readonly string[];
}

/** All pipelines of the account. Errors as those of every call. */
export async function readPipelines(
  http: ClientifyHttp,
  concurrency: number,
): Promise<NamedPipeline[]> {
  const pipelines: ReturnType<typeof pipelineSchema.parse>[] = [];
  await readAll(http, '/deals/pipelines/', concurrency, (item) => {
    const parsed = pipelineSchema.safeParse(item).data;
    if (parsed) pipelines.push(parsed);
  });
  const stages: ReturnType<typeof stageSchema.parse>[] = [];
  await readAll(http, '/deals/pipelines/stages/', concurrency, (item) => {
    const parsed = stageSchema.safeParse(item).data;
    if (parsed) stages.push(parsed);
  });
  return pipelines.map((pipeline) => {
    const own = stages.filter(({ pipelineId }) => pipelineId === pipeline.id);
    const listed = own.length > 0 ? own : pipeline.stages;
    const ordered = [...listed].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
    return { name: pipeline.name, stages: ordered.map(({ name }) => name) };
  });
}
