import type { FC } from 'hono/jsx';
import { Check, Select } from '../components/fields';
import { STEPS } from '../settings-form';
import type { EditProps } from './settings-edit-props';

/** The mode of the way back, and what is confirmed before it writes for the first time. */
export const WayBackPart: FC<EditProps> = ({ view, settings }) => {
  const { t } = view;
  const { mode, winner, acknowledgeUnreadable } = settings.effective.writeBack;
  return (
    <section class="card">
      <h2>{t.settings.wayBack}</h2>
      <div class="fields">
        <Select
          name="vuelta"
          label={t.edit.mode}
          value={mode}
          options={Object.entries(t.connection.wayBackModes)}
        />
        <Select
          name="gana"
          label={t.edit.winner}
          value={winner}
          options={Object.entries(t.settings.winner)}
        />
      </div>
      {acknowledgeUnreadable ? (
        <p class="soft">{t.edit.supervisedDone}</p>
      ) : (
        <fieldset>
          <legend>{t.edit.supervised}</legend>
          <p>{t.edit.supervisedMeans}</p>
          {STEPS.map((step) => (
            <Check name={`paso-${step}`} value="si" says={t.edit.steps[step]} />
          ))}
        </fieldset>
      )}
    </section>
  );
};
