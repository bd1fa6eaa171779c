import {
  refusedParts,
  refusedValue,
  shortAddress,
  withoutRefused,
} from '../../lib/clientify/refused-parts';

const emails = [
  { email: 'Ana@example.com', type: 4 },
  { email: 'luis@example', type: 3 },
];
const address = { street: 'C/ Mayor 1', city: 'Soria', country: 'Tabarnia', type: 5 };
const lessened = (body: Record<string, unknown>, answer: unknown) =>
  withoutRefused(body, refusedParts(answer));

describe('what a 400 names', () => {
  it('is a field, or the entry of a list and its keys', () => {
    expect(refusedParts({ birthday: ['…'] })).toEqual([{ field: 'birthday' }]);
    expect(refusedParts({ emails: [{}, { email: ['…'] }] })).toEqual([
      { field: 'emails', at: 1, keys: ['email'] },
    ]);
    expect(refusedParts({ emails: { '1': { email: ['…'] } } })).toEqual([
      { field: 'emails', at: 1, keys: ['email'] },
    ]);
    expect(refusedParts({ emails: { '0': ['…'] } })).toEqual([
      { field: 'emails', at: 0, keys: [] },
    ]);
    expect(refusedParts({ emails: ['…'] })).toEqual([{ field: 'emails' }]);
    expect(refusedParts({ emails: { non_field_errors: ['…'] } })).toEqual([{ field: 'emails' }]);
  });
  it('texts of the whole answer name nothing', () => {
    for (const answer of [['…'], { detail: '…' }, { message: '…' }, { error: '…' }, null, 'text'])
      expect(refusedParts(answer)).toEqual([]);
  });
});

describe('one refused part does not hold back another', () => {
  it('one refused e-mail of two: the other is sent, and the refused one is told by its place and remembered', () => {
    expect(lessened({ first_name: 'Ana', emails }, { emails: [{}, { email: ['…'] }] })).toEqual({
      body: { first_name: 'Ana', emails: [emails[0]] },
      notes: [{ field: 'emails[1]', note: 'refused by Clientify; left out' }],
      refused: [{ field: 'emails', key: 'luis@example' }],
      unclear: [],
    });
  });
  it('a list that is refused by the name of its singular form: nobody knows which of them it was', () => {
    expect(lessened({ first_name: 'Ana', emails }, { email: ['…'] })).toMatchObject({
      body: { first_name: 'Ana' },
      unclear: emails.map((entry) => ({ list: 'emails', entry })),
    });
    expect(lessened({ phone: '112', phones: [] }, { phone: ['…'] })?.body).toEqual({ phones: [] });
  });
  it('the main one refused: the next one is the main one', () => {
    expect(lessened({ emails }, { emails: [{ email: ['…'] }, {}] })?.body).toEqual({
      emails: [{ email: 'luis@example', type: 4 }],
    });
  });
  it('the same for phones, and for both at once', () => {
    const phones = [
      { phone: '600111222', type: 1 },
      { phone: '112', type: 4 },
      { phone: '915556677', type: 5 },
    ];
    expect(
      lessened(
        { emails, phones },
        { emails: [{}, { email: ['…'] }], phones: [{}, { phone: ['…'] }, {}] },
      ),
    ).toMatchObject({
      body: { emails: [emails[0]], phones: [phones[0], phones[2]] },
      refused: [
        { field: 'emails', key: 'luis@example' },
        { field: 'phones', key: '112' },
      ],
    });
  });
  it('the last entry of a list takes the list with it', () => {
    expect(lessened({ emails: [emails[0]] }, { emails: [{ email: ['…'] }] })?.body).toEqual({});
  });
  it('singular forms are remembered as entries of their lists, also when the answer names the list', () => {
    for (const answer of [{ email: ['…'] }, { emails: [{ email: ['…'] }] }])
      expect(lessened({ first_name: 'Ana', email: 'Ana@example.com' }, answer)).toMatchObject({
        body: { first_name: 'Ana' },
        refused: [{ field: 'emails', key: 'ana@example.com' }],
      });
    expect(lessened({ phone: '600 111 222' }, { phone: ['…'] })?.refused).toEqual([
      { field: 'phones', key: '+34600111222' },
    ]);
  });
  it('a list that was refused as a whole is left out, and its entries are to be tried one by one', () => {
    expect(lessened({ first_name: 'Ana', emails }, { emails: ['…'] })).toEqual({
      body: { first_name: 'Ana' },
      notes: [],
      refused: [],
      unclear: emails.map((entry) => ({ list: 'emails', entry })),
    });
    expect(lessened({ emails: [emails[1]] }, { emails: ['…'] })).toMatchObject({
      unclear: [],
      refused: [{ field: 'emails', key: 'luis@example' }],
    });
  });
  it('a field that is refused is left out alone', () => {
    expect(lessened({ birthday: '1984-05-06', last_name: 'x' }, { birthday: ['…'] })).toEqual({
      body: { last_name: 'x' },
      notes: [{ field: 'birthday', note: 'refused by Clientify; left out' }],
      refused: [{ field: 'birthday', key: '1984-05-06' }],
      unclear: [],
    });
    expect(refusedValue('gdpr_accept', true)).toEqual({ field: 'gdpr_accept', key: 'true' });
  });
  it('an answer that names nothing of the body leaves nothing out', () => {
    expect(lessened({ birthday: '1984-05-06' }, { other: ['…'] })).toBeNull();
    expect(lessened({ birthday: '1984-05-06' }, ['…'])).toBeNull();
  });
});

describe('one part of an address does not refuse the address', () => {
  it('blank parts are not sent', () => {
    expect(
      shortAddress({
        street: '',
        city: 'Soria',
        state: '\u200b',
        country: 'es',
        postal_code: ' ',
        type: 5,
      }),
    ).toEqual({
      city: 'Soria',
      country: 'es',
      type: 5,
    });
  });
  it('a filled part that is refused is left out alone, and the whole is remembered', () => {
    expect(lessened({ addresses: [address] }, { addresses: [{ country: ['…'] }] })).toEqual({
      body: { addresses: [{ street: 'C/ Mayor 1', city: 'Soria', type: 5 }] },
      notes: [{ field: 'addresses[0].country', note: 'refused by Clientify; left out' }],
      refused: [{ field: 'address', key: 'C/ Mayor 1 | Soria |  | Tabarnia | ' }],
      unclear: [],
    });
  });
  it('a part that is asked for although it is blank is sent blank; refused again, the address is left out', () => {
    const asked = lessened(
      { addresses: [address] },
      { addresses: [{ state: ['…'], postal_code: ['…'] }] },
    );
    expect(asked).toMatchObject({
      body: { addresses: [{ ...address, state: '', postal_code: '' }] },
      notes: [],
      refused: [],
    });
    expect(lessened(asked?.body ?? {}, { addresses: [{ state: ['…'] }] })).toMatchObject({
      body: {},
      notes: [{ field: 'addresses[0]' }],
      refused: [{ field: 'address', key: 'C/ Mayor 1 | Soria |  | Tabarnia | ' }],
    });
  });
  it('an address of which nothing but its country would be left is left out', () => {
    expect(
      lessened({ addresses: [address] }, { addresses: [{ street: ['…'], city: ['…'] }] })?.body,
    ).toEqual({});
    expect(lessened({ addresses: [address] }, { addresses: ['…'] })?.body).toEqual({});
    expect(lessened({ addresses: [address] }, { addresses: [['…']] })?.body).toEqual({});
  });
});
