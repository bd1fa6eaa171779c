import { RunOffice } from '../ports/run-office';

describe('a full run that finds nothing in GIAV ends as every full run', () => {
  it('it is the last full one', async () => {
    const office = new RunOffice();
    office.start('full', 'full');
    await office.quiet();
    expect(await office.run('full')).toMatchObject({ mode: 'full', status: 'completed' });
    expect(await office.runs.lastFull()).toMatchObject({ id: 'full' });
  });

  it('a modified run that has to be a full one, too', async () => {
    const office = new RunOffice();
    office.start('modified', 'turned');
    await office.quiet();
    expect(await office.run('turned')).toMatchObject({ mode: 'full', status: 'completed' });
    expect(await office.runs.lastFull()).toMatchObject({ id: 'turned' });
  });
});
