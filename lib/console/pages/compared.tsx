import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { Notice, Press, RecordLink, Table } from '../components/parts';
import { paths } from '../paths';
import { sentenceOf, type View } from '../view';

const side = z.enum(['giav', 'clientify']);
const compared = z.array(
  z.object({
    client: z.string(),
    field: z.string(),
    giav: z.string(),
    clientify: z.string(),
    reason: z.string(),
    note: z.string(),
    seen: z.object({ giav: z.string(), clientify: z.string() }).optional(),
    choices: z.array(side).default([]),
  }),
);
type Compared = z.infer<typeof compared>[number];
const chosen = z.object({
  client: z.string(),
  field: z.string(),
  winner: side,
  value: z.string(),
});

interface Props {
  readonly view: View;
  readonly result: unknown;
}

/** A value of each side that may be kept has its button below it. */
const Side: FC<{
  readonly view: View;
  readonly of: z.infer<typeof side>;
  readonly one: Compared;
}> = ({ view, of, one }) => {
  const { t } = view;
  const { client, field, seen, choices } = one;
  return (
    <td class="pre">
      {one[of] === '' ? t.record.nothing : one[of]}
      {seen === undefined || !choices.includes(of) ? null : (
        <Press
          view={view}
          to={paths.actions.choose}
          fields={{
            cliente: client,
            campo: field,
            lado: of,
            vistoGiav: seen.giav,
            vistoClientify: seen.clientify,
          }}
          says={t.record.keep[of]}
          about={field}
        />
      )}
    </td>
  );
};

/** Both values of each field that waits, side by side, to choose one. */
export const Compared: FC<Props> = ({ view, result }) => {
  const { t } = view;
  const fields = compared.parse(result);
  if (fields.length === 0) return <Notice kind="good" title={t.work.nothingDiffers} />;
  return (
    <>
      <Table
        label={t.record.compare}
        heads={[t.record.field, t.connection.giav, t.connection.clientify, t.record.reason]}
      >
        {fields.map((one) => (
          <tr>
            <th scope="row">
              <code>{one.field}</code>
            </th>
            <Side view={view} of="giav" one={one} />
            <Side view={view} of="clientify" one={one} />
            <td>
              <code>{one.reason}</code> {sentenceOf(one.reason, view)} {one.note}
            </td>
          </tr>
        ))}
      </Table>
      {fields.slice(0, 1).map(({ client }) => (
        <RecordLink view={view} entity="client" id={client} />
      ))}
    </>
  );
};

export const Chosen: FC<Props> = ({ view, result }) => {
  const { t } = view;
  const { client, field, winner, value } = chosen.parse(result);
  return (
    <Notice kind="good" title={t.work.chosen(field, value, t.connection[winner])}>
      <RecordLink view={view} entity="client" id={client} />
    </Notice>
  );
};
