import { DealOwners } from '../../lib/sync/deal-owner';

const owners = new DealOwners([
  { name: 'ana@example.com', emails: [] },
  { name: 'luis', emails: ['luis@example.com', 'ventas@example.com'] },
  { name: 'eva', emails: ['ventas@example.com', ''] },
]);
const of = (email: string, blocked = false): string | null =>
  owners.of({ id: 5, name: 'x', email, blocked });

describe('whose deals are whose', () => {
  it.each([
    ['ana@example.com', 'ana@example.com'],
    [' ANA@example.com ', 'ana@example.com'],
    ['luis@example.com', 'luis'],
    ['luis', 'luis'],
    ['', null],
    ['otro@example.com', null],
    // An e-mail of two users is nobody's.
    ['ventas@example.com', null],
    ['constructor', null],
  ])('%j is %j', (email, user) => {
    expect(of(email)).toBe(user);
  });
  it('nobody gets new deals for an agent who is blocked in GIAV', () => {
    expect(of('ana@example.com', true)).toBeNull();
  });
});
