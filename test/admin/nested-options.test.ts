import { commandLine } from '../../bin/command-line/program';
import type { Actions } from '../../bin/command-line/actions';

/** What was asked for, as the actions get it. */
function asked(...args: string[]): unknown[] {
  const calls: unknown[] = [];
  const actions = new Proxy({} as Actions, {
    get:
      (_, name) =>
      (...given: unknown[]) => {
        calls.push(name, ...given);
        return Promise.resolve(0);
      },
  });
  commandLine(actions, 'en', () => undefined).parse(['node', 'cli', ...args]);
  return calls;
}

describe('options behind the name of a command are that command’s', () => {
  it.each([
    ['showRun', ['runs', 'show', 'r1']],
    ['cancelRun', ['runs', 'cancel', 'r1']],
    ['confirmRun', ['runs', 'confirm', 'r1']],
    ['rejectRun', ['runs', 'reject', 'r1']],
    ['undoRun', ['undo', 'run', 'r1']],
  ])('of %s', (name, args) => {
    const [action, id, options] = asked(...args, '--stack', 'agency', '--json', '--language', 'es');
    expect([action, id]).toEqual([name, 'r1']);
    expect(options).toMatchObject({ stack: 'agency', json: true, language: 'es' });
  });

  it('of a command that has others below it, when it is asked for itself', () => {
    const [action, options] = asked('runs', '--stack', 'agency', '--limit', '3');
    expect(action).toBe('runs');
    expect(options).toMatchObject({ stack: 'agency', limit: 3 });
  });

  it('of the console, on this machine and of a deployment', () => {
    expect(asked('console', '--language', 'es')[0]).toBe('console');
    const [action, email, options] = asked(
      'console',
      'invite',
      'ana@example.com',
      '--stack',
      'agency',
      '--language',
      'es',
    );
    expect([action, email]).toEqual(['inviteToConsole', 'ana@example.com']);
    expect(options).toMatchObject({ stack: 'agency', language: 'es' });
  });
});
