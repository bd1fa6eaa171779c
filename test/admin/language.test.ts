import { languageOf } from '../../lib/admin/language';
import { readStatus, statusLines, type StatusPorts } from '../../lib/admin/status';
import { TEXTS, type Texts } from '../../lib/admin/texts';
import { printable } from '../../bin/commands/output';
import { emptySummary } from '../../lib/sync/run-progress';

describe('the language of the command line', () => {
  it.each([
    [['status', '--language', 'es'], { LANG: 'en_US.UTF-8' }, 'es'],
    [['status', '--language=en'], { LANG: 'es_ES.UTF-8' }, 'en'],
    [['status'], { LANG: 'es_ES.UTF-8' }, 'es'],
    [['status'], { LANG: 'es' }, 'es'],
    [['status'], { LANG: 'en_GB.UTF-8', LC_ALL: 'es_MX.UTF-8' }, 'es'],
    [['status'], { LANG: 'es_ES.UTF-8', LC_ALL: 'C' }, 'en'],
    [['status'], { LANG: 'es_ES.UTF-8', LC_ALL: '', LC_MESSAGES: 'en_US.UTF-8' }, 'en'],
    [['status'], { LANG: 'estonian' }, 'en'],
    [['status'], {}, 'en'],
  ] as const)('%j with %j: %s', (args, env, language) => {
    expect(languageOf(args, env)).toBe(language);
  });

  it('a text that one language lacks does not compile', () => {
    // @ts-expect-error: nothing but the English reader would have it
    const half: Texts = { ...TEXTS.es, status: { ...TEXTS.es.status, idle: undefined } };
    expect(half.status.idle).toBeUndefined();
    // @ts-expect-error: a language without a list of its own
    expect(TEXTS.ca).toBeUndefined();
  });
});

const nothing: StatusPorts = {
  runs: {
    active: () => Promise.resolve(null),
    recent: async function* () {
      /* no run so far */
    },
  },
  watermarks: { get: () => Promise.resolve(null) },
  failures: {
    all: async function* () {
      /* nothing failed */
    },
  },
  pending: { list: () => Promise.resolve([]) },
  pauses: { get: () => Promise.resolve(null) },
  incidents: {
    halted: () => Promise.resolve({ since: '2026-11-25T10:00:00.000Z', clientId: '7' }),
  },
  changes: { depth: () => Promise.resolve(0) },
  queue: { deadLetters: () => Promise.resolve(3) },
} as unknown as StatusPorts;

describe('what an admin reads', () => {
  it('status, in both languages; the facts are the same', async () => {
    const status = await readStatus(nothing, new Date('2026-11-25T12:00:00Z'));
    expect(statusLines(status, TEXTS.en).slice(0, 2)).toEqual([
      'No run in progress.',
      'Clientify: no pause.',
    ]);
    const spanish = statusLines(status, TEXTS.es);
    expect(spanish.slice(0, 2)).toEqual([
      'No hay ninguna ejecución en marcha.',
      'Clientify: sin pausa.',
    ]);
    expect(spanish.join('\n')).toContain('PARADA desde 2026-11-25T10:00:00.000Z por el cliente 7');
  });

  it('the summary of a run: table, reasons and calls', () => {
    const summary = emptySummary();
    summary.clients.skipped = 2;
    summary.reasons['NO_DOCUMENT'] = 2;
    const [en, es] = [printable(summary, 'en'), printable(summary, 'es')];
    expect(en).toMatch(/│ +│ read │ created/);
    expect(en).toContain('     2  NO_DOCUMENT  The client has no Documento');
    expect(es).toMatch(/│ +│ leídos │ creados/);
    expect(es).toContain('     2  NO_DOCUMENT  El cliente no tiene Documento');
  });
});
