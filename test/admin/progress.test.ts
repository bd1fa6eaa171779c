import { ProgressTeller, progressLine } from '../../lib/admin/progress';
import { TEXTS } from '../../lib/admin/texts';
import type { Progress } from '../../lib/admin/watch-run';

const at = (phase: Progress['phase'], done: number, read: number, why?: string): Progress => ({
  phase,
  done,
  read,
  paused: why === undefined ? undefined : { why, until: '2026-11-25T10:00:00.000Z' },
});

describe('what a person wants to know of a run', () => {
  it('before the first page nothing is counted', () => {
    expect(progressLine(at('clients', 0, 0), undefined, TEXTS.en)).toBe(
      'clients: settings and lists are looked at, nothing is read from GIAV yet',
    );
  });

  it('while GIAV is read its total is not known: read, done, and how fast', () => {
    expect(progressLine(at('expedientes', 350, 1200), 12.4, TEXTS.en)).toBe(
      'expedientes: 1200 read from GIAV, about 350 done, 12 a second',
    );
    expect(progressLine(at('expedientes', 350, 1200), 0.4, TEXTS.en)).toContain('24 a minute');
  });

  it('then the total is known, and how long it may take', () => {
    const line = (done: number, rate?: number): string =>
      progressLine(at('draining', done, 1550), rate, TEXTS.en);
    expect(line(800, 5)).toBe('finishing: about 800 of 1550 done, 5 a second, 3 min left');
    expect(line(1500, 5)).toContain('less than a minute left');
    expect(line(0, 0.1)).toContain('4 h left');
    expect(line(800)).toBe('finishing: about 800 of 1550 done');
  });

  it('a run that waits says why, and nothing that does not move', () => {
    expect(progressLine(at('clients', 1, 2, 'GIAV does not answer.'), 3, TEXTS.es)).toBe(
      'en pausa: GIAV does not answer. Próximo intento: 2026-11-25T10:00:00.000Z.',
    );
  });
});

describe('lines of progress', () => {
  function telling(): { lines: string[]; tell: (second: number, progress: Progress) => void } {
    let now = 0;
    const lines: string[] = [];
    const teller = new ProgressTeller(TEXTS.es, {
      now: () => now * 1000,
      say: (line) => lines.push(line),
    });
    return {
      lines,
      tell: (second, progress) => {
        now = second;
        teller.update(progress);
      },
    };
  }

  it('come every few seconds, and at once when the phase changes', () => {
    const { lines, tell } = telling();
    tell(0, at('clients', 0, 100));
    tell(0.2, at('clients', 10, 100));
    tell(4.8, at('clients', 60, 100));
    tell(5, at('clients', 70, 100));
    tell(5.2, at('draining', 80, 100));
    expect(lines).toEqual([
      'clientes: 100 leídos de GIAV, unos 0 hechos',
      'clientes: 100 leídos de GIAV, unos 70 hechos, 14 por segundo',
      'terminando: hechos unos 80 de 100, 15 por segundo, queda menos de un minuto',
    ]);
  });

  it('what was done before this command looked does not make it faster; the same line is told once', () => {
    const { lines, tell } = telling();
    tell(0, at('draining', 900, 1000));
    tell(10, at('draining', 910, 1000));
    tell(20, at('draining', 910, 1000, 'Clientify no responde.'));
    tell(30, at('draining', 910, 1000, 'Clientify no responde.'));
    expect(lines).toEqual([
      'terminando: hechos unos 900 de 1000',
      'terminando: hechos unos 910 de 1000, 1 por segundo, quedan 2 min',
      'en pausa: Clientify no responde. Próximo intento: 2026-11-25T10:00:00.000Z.',
    ]);
  });

  it('a notice comes once so far, and once when its number is known', () => {
    const { lines, tell } = telling();
    tell(0, { ...at('clients', 0, 0), newContacts: 300 });
    tell(1, { ...at('clients', 0, 0), newContacts: 400 });
    tell(2, { ...at('expedientes', 0, 0), newContacts: 450 });
    expect(lines.filter((line) => line.includes('contactos'))).toEqual([
      expect.stringMatching(/^Por ahora: Se crearán 300/),
      expect.stringMatching(/^Se crearán 450/),
    ]);
  });
});
