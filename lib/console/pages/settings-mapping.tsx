import type { FC } from 'hono/jsx';
import { STATUSES } from '../../sync/statuses';
import { Check, Offers, Select, Text } from '../components/fields';
import { Table } from '../components/parts';
import { CLIENT_TYPES, EMAIL_STATES, sameName } from '../settings-form';
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

export const StagesPart: FC<EditProps> = (props) => {
  const { view, settings, choices } = props;
  const { t } = view;
  const { pipeline, fallbackStage, closedStage } = settings.effective;
  const stages = stagesOf(props);
  const rows = stateRows(props);
  return (
    <section class="card">
      <h2>{t.settings.stages}</h2>
      <div class="fields">
        {choices === null ? (
          <Text name="pipeline" label={t.settings.pipeline} value={pipeline} />
        ) : (
          <Select
            name="pipeline"
            label={t.settings.pipeline}
            value={choices.pipelines.find(({ name }) => sameName(name, pipeline))?.name ?? pipeline}
            options={choices.pipelines.map(({ name }) => [name, name] as const)}
          />
        )}
      </div>
      <p class="soft">{t.settings.sameName}</p>
      {rows.length === 0 ? null : (
        <Table label={t.settings.stages} heads={[t.settings.giavState, t.settings.stage]}>
          {rows.map(({ key, name, isKnown, stage }) => (
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
      )}
      <div class="fields">
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
      </div>
    </section>
  );
};

export const ClientTypesPart: FC<EditProps> = ({ view, settings, choices }) => {
  const { t } = view;
  return (
    <section class="card">
      <h2>{t.settings.clientTypes}</h2>
      <Offers id="tipos-de-contacto" values={choices?.contactTypes ?? []} />
      <Table
        label={t.settings.clientTypes}
        heads={[t.settings.giavType, t.settings.status, t.settings.contactType]}
      >
        {CLIENT_TYPES.map((type) => {
          const known = settings.effective.clientTypes[type];
          return (
            <tr>
              <th scope="row">{type}</th>
              <td>
                <Select
                  name={`estado-${type}`}
                  aria={`${t.settings.status}: ${type}`}
                  value={known?.status ?? ''}
                  options={[
                    ['', t.edit.defaultType] as const,
                    ...STATUSES.map((status) => [status, status] as const),
                  ]}
                />
              </td>
              <td>
                <Text
                  name={`tipo-${type}`}
                  aria={`${t.settings.contactType}: ${type}`}
                  value={known?.contactType ?? ''}
                  list="tipos-de-contacto"
                />
              </td>
            </tr>
          );
        })}
      </Table>
    </section>
  );
};

export const OfficesPart: FC<EditProps> = ({ view, settings, choices }) => {
  const { t } = view;
  const { offices } = settings.effective;
  const known = choices?.offices ?? null;
  const others = offices.filter((code) => !known?.some((office) => office.code === code));
  return (
    <section class="card">
      <h2>{t.settings.offices}</h2>
      {known === null ? (
        <div class="fields">
          <Text name="oficina" label={t.edit.officeCodes} value={offices.join(', ')} />
        </div>
      ) : (
        <fieldset>
          <legend>{t.edit.officesMean}</legend>
          {[...known, ...others.map((code) => ({ code, name: '' }))].map(({ code, name }) => (
            <Check
              name="oficina"
              value={code}
              says={name === '' ? code : `${code} (${name})`}
              checked={offices.includes(code)}
            />
          ))}
        </fieldset>
      )}
    </section>
  );
};

export const ConsentsPart: FC<EditProps> = ({ view, settings }) => {
  const { t } = view;
  const { unsubscribe, resubscribe, emailTexts, rgpdTexts } = settings.effective.consents;
  return (
    <section class="card">
      <h2>{t.settings.consents}</h2>
      <div class="fields">
        <Select
          name="baja"
          aria={t.settings.consents}
          value={unsubscribe}
          options={Object.entries(t.settings.unsubscribe)}
        />
        <Select
          name="alta"
          aria={t.settings.consents}
          value={resubscribe}
          options={Object.entries(t.settings.resubscribe)}
        />
      </div>
      <h3>{t.edit.consentTexts}</h3>
      <div class="fields">
        {EMAIL_STATES.map((state) => (
          <Text
            name={`texto-${state}`}
            label={t.edit.emailText[state]}
            value={emailTexts[state] ?? ''}
          />
        ))}
        <Text name="rgpdSi" label={t.edit.rgpd.signed} value={rgpdTexts.signed} />
        <Text name="rgpdNo" label={t.edit.rgpd.unsigned} value={rgpdTexts.unsigned} />
      </div>
    </section>
  );
};
