import { passwordForm } from '../../lib/sync/portal-password';
import { isPassportLike, isSpanishId } from '../../lib/sync/spanish-id';

const HEX = '5f4dcc3b5aa765d61d8327deb882cf99';
const BYTES = Array.from({ length: 32 }, () => 'a1').join('-');

describe('a password is a hash only when the whole of it is one', () => {
  it.each([
    '$2y$10$abc',
    'MD5$abc',
    'argon2id$v=19',
    '{SSHA}abc',
    HEX,
    `0x${HEX}`,
    `*${HEX}`,
    BYTES,
    `${'g'.repeat(21)}=`,
    `${'g'.repeat(21)}==`,
    'g'.repeat(40),
    'g'.repeat(88),
  ])('%s is hashed', (password) => {
    expect(passwordForm(password)).toBe('hashed');
  });
  it.each([
    'mi$2y$10$abc',
    'xmd5$abc',
    'a{SSHA}abc',
    `z${HEX}`,
    `${HEX}z`,
    `¡${BYTES}`,
    `${BYTES}!`,
    `¡${'g'.repeat(21)}=`,
    `${'g'.repeat(21)}=!`,
    `${'g'.repeat(20)}=`,
    `¡${'g'.repeat(40)}`,
    `${'g'.repeat(40)}!`,
    'g'.repeat(39),
    'g'.repeat(89),
  ])('%s is plain', (password) => {
    expect(passwordForm(password)).toBe('plain');
  });
});

describe('a Documento that nobody can have', () => {
  it.each(['12345678Z', 'x-1234567-L', 'B12345674'])('%s may be somebody’s', (documento) => {
    expect(isSpanishId(documento)).toBe(true);
  });
  it.each(['00000000T', 'X0000000T', '12345678A', ''])('%s is none', (documento) => {
    expect(isSpanishId(documento)).toBe(false);
  });
  it.each([
    'AB123',
    'XDA111111',
    '11111AB1',
    '12345678X9',
    '8765432199',
    'PAB123456C',
    'A'.repeat(6) + '123',
  ])('%s may be a passport', (documento) => {
    expect(isPassportLike(documento)).toBe(true);
  });
  it.each([
    '1111111',
    'A111111B',
    '12345678',
    '012345678',
    '1234567',
    '123456789',
    '1234567890',
    '0123456789',
    '87654321',
    '987654321',
    '12345678A',
    'X1234567A',
    'AB12',
    'ABC12',
    `AB12${'C1'.repeat(9)}`,
    'PENDIENTE123',
    'AB123Ñ',
    'Ñ AB123',
  ])('%s is no passport', (documento) => {
    expect(isPassportLike(documento)).toBe(false);
  });
});
