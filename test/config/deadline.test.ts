import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strykerPlugins } from '../../bin/mutants/deadline.cjs';
import { readReport } from '../../bin/mutants/report';

const FILE = 'lib/sync/blank.ts';
const mutant = (id: string): object => ({
  id,
  fileName: join(__dirname, '..', '..', FILE),
  mutatorName: 'M',
  replacement: '',
  location: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
});

describe('the time that mutants may take', () => {
  let folder: string;
  let report: string;
  let exit: jest.SpyInstance;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deadline-'));
    report = join(folder, 'report.json');
    jest.useFakeTimers({ now: 0 });
    process.env['MUTANTS_UNTIL'] = '90000';
    exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
    delete process.env['MUTANTS_UNTIL'];
    rmSync(folder, { recursive: true });
  });
  const begin = () => new strykerPlugins[0].injectableClass({ jsonReporter: { fileName: report } });
  const results = () => readReport(readFileSync(report, 'utf8'));

  it('ends while a mutant is tried: what was not tried is pending', () => {
    const deadline = begin();
    deadline.onMutationTestingPlanReady({
      mutantPlans: ['1', '2', '3'].map((id) => ({ mutant: mutant(id) })),
    });
    deadline.onMutantTested({ ...mutant('1'), status: 'Killed' });
    jest.advanceTimersByTime(89_999);
    expect(exit).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(exit).toHaveBeenCalledWith(0);
    expect(results()).toMatchObject([{ file: FILE, killed: 1, untried: 2 }]);
  });

  it('ends before the first, too, while all tests are run once: a slow machine fails no build', () => {
    begin();
    jest.advanceTimersByTime(90_000);
    expect(exit).toHaveBeenCalledWith(0);
    expect(results()).toEqual([]);
  });

  it('is not limited where nobody limits it', () => {
    delete process.env['MUTANTS_UNTIL'];
    begin();
    expect(jest.getTimerCount()).toBe(0);
  });
});
