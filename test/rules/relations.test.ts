import { comparable } from '../../lib/sync/base';
import { sameField } from '../../lib/sync/same-field';
import { resourceId } from '../../lib/sync/relations';

describe('a record that another one names is known by its id: the last digits of its address', () => {
  it.each<[unknown, string | null]>([
    ['https://api.clientify.net/v1/contacts/1234/', '1234'],
    ['https://api.clientify.com/v1/deals/pipelines/stages/720', '720'],
    ['/v2/companies/88/?expand=no', '88'],
    ['8', '8'],
    [8, '8'],
    ['https://api.clientify.net/contacts/', null],
    ['', null],
    [null, null],
    [undefined, null],
    [{ id: 8 }, null],
    ['contact 8', null],
  ])('%j is %j', (url, id) => {
    expect(resourceId(url)).toBe(id);
  });

  it.each(['contact', 'company', 'pipeline', 'pipeline_stage'])(
    'so the %s of a deal is the same on whatever host, and another one when only its id differs',
    (field) => {
      const [here, there, other] = [
        'https://a.example/v1/x/71/',
        'https://b.example/v2/x/71',
        'https://a.example/v1/x/7/',
      ];
      expect([sameField(field, here, there), sameField(field, here, other)]).toEqual([true, false]);
      expect(comparable(field, here)).toBe('71');
    },
  );
  it('a text that looks like an address is a text', () => {
    expect(sameField('remarks', 'a.example/v1/x/71/', 'b.example/v2/x/71')).toBe(false);
    expect(comparable('remarks', 'a.example/x/71/')).toBe('a.example/x/71/');
  });
});
