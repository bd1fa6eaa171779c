import type { FC } from 'hono/jsx';
import { STATUSES } from '../../sync/statuses';
import { Check, Offers, Select, Text } from '../components/fields';
import { Table } from '../components/parts';
import { CLIENT_TYPES, EMAIL_STATES } from '../settings-form';
import type { EditProps } from './settings-edit-props';

/** One type of client: its status in Clientify, and its type of contact. */
const ClientTypeRow: FC<
  Pick<EditProps, 'view' | 'settings'> & { readonly type: (typeof CLIENT_TYPES)[number] }
> = ({ view: { t }, settings, type }) => {
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
        {CLIENT_TYPES.map((type) => (
          <ClientTypeRow view={view} settings={settings} type={type} />
        ))}
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
