import { comparableText, foldText } from '../../lib/sync/cleaning';

describe('names that people type are compared', () => {
  it('without case, accents and blanks that nobody counts; the folded name is stored, so its form never changes', () => {
    expect(foldText('  Presupuestado \t Córdoba\n')).toBe('presupuestado cordoba');
    expect(foldText('FORMACIÓN  A  MEDIDA')).toBe('formacion a medida');
    expect(foldText('cuñado')).toBe('cunado');
  });
});

describe('texts are compared', () => {
  it('with one kind of line end, whoever wrote them', () => {
    const texts = ['a\r\nb', 'a\rb', 'a\nb'];
    expect(texts.map(comparableText)).toEqual(['a\nb', 'a\nb', 'a\nb']);
    expect(comparableText('a\r\rb')).toBe('a\n\nb');
  });
  it('without blanks at both ends, but with case and accents', () => {
    expect(comparableText(' Ávila ')).toBe('Ávila');
    expect(comparableText('ávila')).not.toBe(comparableText('Avila'));
  });
  it.each([null, undefined, 0, true, ['x'], '\u200b'])(
    '%j shows nothing, and is empty',
    (value) => {
      expect(comparableText(value)).toBe('');
    },
  );
});
