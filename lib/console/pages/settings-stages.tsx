import type { FC } from 'hono/jsx';
import { Select, Text } from '../components/fields';
import { Table } from '../components/parts';
import { sameName } from '../settings-form';
import type { EditProps } from './settings-edit-props';

interface StateRow {
  /** As the settings name it, or would. */
  readonly key: string;
  readonly name: string;
  readonly isKnown: boolean;
  readonly stage: string;
}

/** States of GIAV with their stages, and entries of the settings whose state GIAV does not have. */
function stateRows({ settings, choices, unmapped }: EditProps): StateRow[] {
  const entries = Object.entries(settings.effective.stages);
  const states = choices?.states ?? unmapped.map((name) => ({ id: -1, name }));
  const used = new Set<string>();
  const rows = states.map(({ id, name }) => {
    const [key = name, stage = ''] =
      entries.find(([one]) => sameName(one, name) || one.trim() === String(id)) ?? [];
    used.add(key);
    return { key, name, isKnown: true, stage };
  });
  const others = entries
    .filter(([key]) => !used.has(key))
    .map(([key, stage]) => ({ key, name: key, isKnown: choices === null, stage }));
  return [...rows, ...others];
}

/** Stages of the pipeline that counts; null = they are not known. */
function stagesOf({ settings, choices }: EditProps): readonly string[] | null {
  const { pipeline } = settings.effective;
  return choices?.pipelines.find(({ name }) => sameName(name, pipeline))?.stages ?? null;
}

/** A stage: one of those that there are, or a text where nobody knows them. */
const Stage: FC<{
  readonly stages: readonly string[] | null;
  readonly name: string;
  readonly value: string;
  readonly none: string;
  readonly label?: string;
  readonly aria?: string;
}> = ({ stages, none, ...field }) =>
  stages === null ? (
    <Text {...field} />
  ) : (
    <Select
      {...field}
      options={[['', none] as const, ...stages.map((stage) => [stage, stage] as const)]}
    />
  );

/** The pipeline: one of those that there are, or a text where nobody knows them. */
const PipelineField: FC<EditProps> = ({ view: { t }, settings, choices }) => {
  const { pipeline } = settings.effective;
  return choices === null ? (
    <Text name="pipeline" label={t.settings.pipeline} value={pipeline} />
  ) : (
    <Select
      name="pipeline"
      label={t.settings.pipeline}
      value={choices.pipelines.find(({ name }) => sameName(name, pipeline))?.name ?? pipeline}
      options={choices.pipelines.map(({ name }) => [name, name] as const)}
    />
  );
};

/** Each state of GIAV, and the stage that it becomes. */
const StatesTable: FC<EditProps> = (props) => {
  const { t } = props.view;
  const stages = stagesOf(props);
  return (
    <Table label={t.settings.stages} heads={[t.settings.giavState, t.settings.stage]}>
      {stateRows(props).map(({ key, name, isKnown, stage }) => (
        <tr>
          <th scope="row">
            <input type="hidden" name="estado" value={key} />
            {name} {isKnown ? null : <span class="tag warning">{t.edit.unknownState}</span>}
          </th>
          <td>
            <Stage
              stages={stages}
              name="etapa"
              aria={`${t.settings.stage}: ${name}`}
              value={stage}
              none={t.edit.sameStage}
            />
          </td>
        </tr>
      ))}
    </Table>
  );
};

/** The stages that no state of GIAV names: of states without one, and of what is closed. */
const OtherStages: FC<EditProps> = (props) => {
  const { view, settings } = props;
  const { t } = view;
  const { fallbackStage, closedStage } = settings.effective;
  const stages = stagesOf(props);
  return (
    <>
      <Stage
        stages={stages}
        name="etapaSinEstado"
        label={t.settings.fallback}
        value={fallbackStage ?? ''}
        none={t.settings.firstStage}
      />
      <Stage
        stages={stages}
        name="etapaCerrados"
        label={t.settings.closed}
        value={closedStage ?? ''}
        none={t.settings.asTheirState}
      />
    </>
  );
};

export const StagesPart: FC<EditProps> = (props) => {
  const { t } = props.view;
  return (
    <section class="card">
      <h2>{t.settings.stages}</h2>
      <div class="fields">
        <PipelineField {...props} />
      </div>
      <p class="soft">{t.settings.sameName}</p>
      {stateRows(props).length === 0 ? null : <StatesTable {...props} />}
      <div class="fields">
        <OtherStages {...props} />
      </div>
    </section>
  );
};
