import { REASONS_HERE } from '../../lib/console/texts/reasons';
import { CONSOLE_TEXTS } from '../../lib/console/texts';
import { sentenceOf } from '../../lib/console/view';
import { paths } from '../../lib/console/paths';
import { REASONS } from '../../lib/sync/reasons';
import { ConsoleOffice, NOW } from './office';

const LANGUAGES = ['es', 'en'] as const;

describe('the sentences of reasons in the console', () => {
  it.each(LANGUAGES)('send nobody to a command (%s)', (language) => {
    const sent = Object.keys(REASONS).filter((reason) =>
      sentenceOf(reason, { language }).includes('cli '),
    );
    expect(sent).toEqual([]);
  });
  it('are others only where the command line names a command', () => {
    for (const reason of Object.keys(REASONS_HERE))
      expect(REASONS[reason as keyof typeof REASONS].en).toContain('cli ');
  });
  it.each(LANGUAGES)('name buttons as they are called (%s)', (language) => {
    const t = CONSOLE_TEXTS[language];
    expect(sentenceOf('WRITE_BACK_HALTED', { language })).toContain(t.record.resume);
    expect(sentenceOf('WRITE_BACK_HELD', { language })).toContain(t.record.resume);
    for (const reason of ['WRITE_BACK_HALTED', 'WRITE_BACK_HELD'])
      expect(sentenceOf(reason, { language })).toContain(t.waiting.retry);
  });
  it('a way back that is held because of too many writes is resumed on the first page', async () => {
    const office = await new ConsoleOffice().signIn();
    await office.desk.incidents.hold(NOW);
    const text = await office.page(paths.today);
    expect(text).toContain('Reanudar la vuelta a GIAV');
    expect(text).not.toContain('cli ');
  });
});
