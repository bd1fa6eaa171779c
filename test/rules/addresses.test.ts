import { ourAddress } from '../../lib/sync/address';
import { sidesOf } from '../../lib/sync/base';
import { decide } from '../../lib/sync/decide';
import { createBody } from '../../lib/clientify/bodies';
import { countryCode } from '../../lib/sync/country-code';
import { mapClient } from '../../lib/sync/client-to-clientify';
import { giavClient } from '../harness/giav-records';

const mapped = (fields: Parameters<typeof giavClient>[0]) =>
  mapClient(giavClient(fields), { clientTypes: {}, countryCode }).desired;
const addressOf = (fields: Parameters<typeof giavClient>[0]) => mapped(fields).address;

describe('the address of a client', () => {
  it('is the main one of its record (type 5), part by part', () => {
    expect(
      addressOf({
        direccion: ' C/ Mayor 1 ',
        codPostal: '01001',
        poblacion: 'Vitoria',
        provincia: 'Álava',
        nombrePais: 'España',
      }),
    ).toEqual({
      street: 'C/ Mayor 1',
      city: 'Vitoria',
      state: 'Álava',
      country: 'es',
      postal_code: '01001',
      type: 5,
    });
  });
  it.each([
    ['C/ Mayor 1\r\n2º B', 'C/ Mayor 1, 2º B'],
    ['C/ Mayor 1\n\n  2º B \r', 'C/ Mayor 1, 2º B'],
    ['\r\nC/ Mayor 1\r\n', 'C/ Mayor 1'],
    ['C/ Mayor 1,\r\n2º B', 'C/ Mayor 1, 2º B'],
    ['C/ Mayor 1\u20282º B\n\u200b\n', 'C/ Mayor 1, 2º B'],
    ['C/ Mayor 1,', 'C/ Mayor 1,'],
  ])('a street of several lines is one line in Clientify: %j', (direccion, street) => {
    expect(addressOf({ direccion })?.street).toBe(street);
  });
  it('any one part makes an address; a country alone makes none', () => {
    for (const part of ['direccion', 'codPostal', 'poblacion', 'provincia'] as const) {
      const address = addressOf({ [part]: 'X' });
      expect(Object.values(address ?? {}).filter((value) => value === 'X')).toHaveLength(1);
    }
    expect(addressOf({ nombrePais: 'España', pais: 'ES' })).toBeNull();
    expect(addressOf({})).toBeNull();
  });
  it('a create carries only its filled parts: a blank one could refuse the whole', () => {
    expect(
      createBody(mapped({ poblacion: 'Soria', nombrePais: 'España' }), {
        now: new Date('2026-03-02T09:00:00Z'),
      })['addresses'],
    ).toEqual([{ city: 'Soria', country: 'es', type: 5 }]);
    expect(createBody(mapped({}), { now: new Date('2026-03-02T09:00:00Z') })).not.toHaveProperty(
      'addresses',
    );
  });
  it.each([
    ['España', '', 'es'],
    ['ESPAÑA', '', 'es'],
    ['', 'ES', 'es'],
    ['', 'ESP', 'es'],
    ['Francia', '', 'fr'],
    ['France', '', 'fr'],
    ['reino  unido', '', 'gb'],
    ['España (península)', 'ES', 'es'],
    ['Tabarnia', '', 'Tabarnia'],
    ['', '', ''],
  ])('country %j (code %j) is %j', (nombrePais, pais, country) => {
    expect(addressOf({ poblacion: 'X', nombrePais, pais })?.country).toBe(country);
  });
  it("addresses of other types are not the mapping's: they stay, and ours is added beside them", () => {
    const desired = mapped({ poblacion: 'Soria' });
    const work = {
      id: '1',
      street: '',
      city: 'Cádiz',
      state: '',
      country: '',
      postal_code: '',
      type: 1,
    };
    const main = { ...work, id: '2', type: 5 };
    expect(ourAddress([work, main], desired.address)?.id).toBe('2');
    expect(ourAddress([work], desired.address)).toBeUndefined();
    const target = {
      kind: 'contact',
      id: '9',
      modified: null,
      fields: {},
      addresses: [work],
    } as const;
    const rules = {
      wayBack: 'off',
      winner: 'giav',
      clears: 'never',
      putBackAll: false,
      resubscribe: 'on-change',
      fullRun: false,
    } as const;
    const { changes } = decide(sidesOf(desired, target, null), null, {
      ...rules,
      now: new Date(0),
    });
    expect(changes.addresses).toEqual({ add: [desired.address], replace: [], remove: [] });
  });
});
