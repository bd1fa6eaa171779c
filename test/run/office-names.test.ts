import { namesShowOffice } from '../../lib/sync/expediente-to-deal';
import { RunOffice } from '../ports/run-office';

/** What a run decides about the names of deals, after a full run of an earlier version that had decided `before`. */
async function decided(
  mode: 'full' | 'modified',
  officePrefix: 'never' | 'always' | 'auto' | undefined,
  before?: boolean,
): Promise<unknown> {
  const office = new RunOffice(officePrefix === undefined ? {} : { officePrefix });
  office.start('full', 'earlier');
  await office.quiet();
  const watermark = await office.watermarks.get();
  if (before !== undefined && watermark)
    await office.watermarks.advance({ ...watermark, officePrefix: before }, office.now);
  office.start(mode, 'r');
  await office.quiet();
  return (await office.run('r')).officePrefix;
}

describe('the office in the names of deals', () => {
  it('stands there only where the settings say so', () => {
    expect(namesShowOffice('always', false)).toBe(true);
    expect(namesShowOffice('never', true)).toBe(false);
    for (const setting of ['auto', undefined] as const)
      expect(namesShowOffice(setting, undefined)).toBe(false);
  });
  it.each(['auto', undefined] as const)(
    'stays where an earlier version decided for it and the setting is %p: no deal changes its name',
    async (setting) => {
      expect(await decided('full', setting, true)).toBe(true);
      expect(await decided('full', setting, false)).toBe(false);
      expect(await decided('full', setting)).toBe(false);
    },
  );
  it('changes with the next full run after the setting, never with a modified one', async () => {
    expect(await decided('full', 'never', true)).toBe(false);
    expect(await decided('modified', 'never', true)).toBe(true);
  });
});
