import { clientSchema, parsePage, withNotShown } from '../../lib/giav/records';
import { takeBase, sidesOf } from '../../lib/sync/base';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { withoutNotShown } from '../../lib/sync/not-shown';
import type { GiavClient } from '../../lib/sync/records';
import type { Target } from '../../lib/sync/target';
import { giavClient } from '../harness/giav-records';
import { fullClient } from '../ports/giav';

const chosen = [
  { from: 'CustomDataValues:12', to: 'idioma', on: 'client' },
  { from: 'Codigo', to: 'codigo', on: 'client' },
] as const;
const map = (client: GiavClient) =>
  mapClient(client, { clientTypes: {}, countryCode: () => null, chosen });

/** What both sides showed when GIAV was read with all of its lists. */
const known = (client: GiavClient) => {
  const { desired } = map(client);
  const target: Target = {
    kind: 'contact',
    id: '1',
    modified: null,
    fields: desired.fields,
    customFields: desired.customFields,
  };
  return takeBase(sidesOf(desired, target, null));
};

const whole = giavClient({ birthday: '1984-05-06', codigo: '7', own: { '12': 'catalán' } });
const searched = giavClient({
  codigo: '8',
  own: {},
  notShown: ['RelevantDates', 'CustomDataValues'],
});

describe('what a search left out of a record', () => {
  it('a birthday that is known and that a search does not show is left alone, and told', () => {
    const { desired, unmapped } = withoutNotShown(map(searched), searched, chosen, known(whole));
    expect(desired.fields).not.toHaveProperty('birthday');
    expect(desired.customFields).not.toHaveProperty('idioma');
    expect(desired.customFields).toMatchObject({ codigo: '8' });
    expect(desired.notRead).toEqual(['birthday', 'idioma']);
    expect(unmapped).toEqual(['NOT_READ:RelevantDates', 'NOT_READ:CustomDataValues:12']);
  });

  it.each([
    ['GIAV shows the lists', { ...searched, notShown: undefined }, known(whole)],
    ['the record is new', searched, undefined],
    ['GIAV never held anything in them', searched, known(giavClient())],
    [
      'a free text tells the same birthday',
      { ...whole, notShown: searched.notShown },
      known(whole),
    ],
  ])('is of no account where %s', (_, client, base) => {
    const mapped = map(client);
    expect(withoutNotShown(mapped, client, chosen, base)).toBe(mapped);
  });

  it('is a list that is absent; one that is empty is shown', () => {
    const empty = { RelevantDates: null, CustomDataValues: null };
    const items = [
      { ...fullClient(7), ...empty, RelevantDates: undefined },
      { ...fullClient(8), ...empty },
    ];
    const { records } = withNotShown(parsePage(items, clientSchema, 0), items);
    expect(records.map(({ id, notShown }) => [id, notShown])).toEqual([
      [7, ['RelevantDates']],
      [8, undefined],
    ]);
  });
});
