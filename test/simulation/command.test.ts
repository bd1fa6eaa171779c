import { run } from '../../simulation/command';

describe('npm run simulate', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([[['--every-call']], [['--clients', '1', '--days', '1']]])(
    'begins no life once its seconds are over: %s',
    async (ways) => {
      const said: string[] = [];
      jest.spyOn(process.stdout, 'write').mockImplementation((line) => said.push(String(line)) > 0);
      await run([...ways, '--seconds', '0', '--processes', '1']);
      expect(said.join('')).toMatch(/^0 lives, /);
    },
  );
});
