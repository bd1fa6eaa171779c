import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Agency } from '../ports/agency';
import { theContact } from '../ports/contact';
import { before, recordBefore, json, later, type Act, type Case, type Shown } from './typed';

const FILES = readdirSync(join(__dirname, 'edits'));
const NAMES = FILES.filter((file) => /^\d/.test(file)).map((file) => file.slice(0, -5));
const RULES = json<Record<string, string>>('rules');
const ECHO = json<{
  always: Record<string, unknown>;
  never: string[];
  fields: Record<string, string>;
}>('echo');

/** The way back on, as an agency has it that did the supervised test, but for what the file sets. */
const settingsOf = (...parts: (Case['settings'] | undefined)[]): object => {
  const writeBack = {
    mode: 'on',
    acknowledgeUnreadable: true,
    taxDistricts: { '2': 'ES_Canarias' },
  };
  return parts.reduce<{ writeBack: object }>(
    (all, part) => ({ ...all, ...part, writeBack: { ...all.writeBack, ...part?.writeBack } }),
    {
      writeBack,
    },
  );
};

/** Undefined is absent, as on the wire. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function act(agency: Agency, id: number, { giavMeanwhile, clientify }: Act): void {
  if (giavMeanwhile) agency.giav.store({ ...agency.giav.clients.get(id), ...giavMeanwhile });
  if (clientify) agency.clientify.store(later(theContact(agency), clientify));
}

/** GIAV and Clientify in step, or, at a first meeting, not yet looked at. */
async function start(one: Case): Promise<{ agency: Agency; id: number }> {
  const agency = new Agency(settingsOf(one.settings));
  const raw = before(one);
  const id = Number(raw['Id']);
  agency.giav.store(raw);
  agency.giav.categories.set(id, [3, 17]);
  if (one.clientifyBefore) {
    agency.clientify.store(recordBefore(agency, one.of ?? 'contact', one.clientifyBefore));
    return { agency, id };
  }
  await agency.settle();
  for (const earlier of one.earlier ?? []) {
    act(agency, id, earlier);
    await agency.settle();
  }
  return { agency, id };
}

/** The edit, until the queues are empty. */
async function edit(agency: Agency, id: number, one: Case): Promise<void> {
  if (one.settingsThen) agency.set(settingsOf(one.settings, one.settingsThen));
  act(agency, id, one);
  const { whileWriting } = one;
  if (whileWriting)
    agency.clientify.beforeWrite = () => {
      agency.clientify.beforeWrite = () => undefined;
      agency.clientify.store(later(theContact(agency), whileWriting));
    };
  const { kind, id: theirs } = theContact(agency);
  if (one.by === 'run') await agency.run('full');
  else if (kind !== 'deal') await agency.hint(kind, theirs);
  await agency.drain();
}

/** What a PUT that changes nothing would send: each parameter from its field of the record, as it lies there. */
const echoOf = (raw: Record<string, unknown>): Record<string, unknown> => ({
  ...ECHO.always,
  ...Object.fromEntries(
    Object.entries(ECHO.fields).map(([parameter, field]) => [parameter, raw[field]]),
  ),
});

function shownIn(agency: Agency): Shown {
  const { fields, emails = [], phones = [], addresses = [] } = theContact(agency);
  return {
    fields,
    emails: emails.map(({ email }) => email).sort(),
    phones: phones.map(({ phone }) => phone).sort(),
    address: addresses[0],
  };
}

const told = (agency: Agency, from: number): string[] => {
  const decided = agency.decisions
    .slice(from)
    .flatMap(({ result }) => [
      ...(result.notices ?? []),
      ...(result.reason ? [result.reason] : []),
    ]);
  return [...new Set([...decided, ...agency.failures.values()])].sort();
};

const notesOf = (agency: Agency, from: number) =>
  agency.decisions.slice(from).flatMap(({ notes }) => notes ?? []);

describe('each edit in Clientify has exactly this effect in GIAV', () => {
  it.each(NAMES)('%s', async (name) => {
    const one = json<Case>(name);
    const { agency, id } = await start(one);
    agency.failures.clear();
    const [puts, decisions] = [agency.giav.puts.length, agency.decisions.length];
    if (!one.earlier) expect(puts).toBe(0);
    await edit(agency, id, one);

    const raw = { ...before(one), ...one.giavMeanwhile };
    const expected = one.put === null ? [] : [{ ...echoOf(raw), ...one.put }];
    expect(plain(agency.giav.puts.slice(puts))).toEqual(plain(expected));
    expect(told(agency, decisions)).toEqual([...(one.notices ?? [])].sort());

    for (const field of one.notes ?? [])
      expect(notesOf(agency, decisions)).toContainEqual({
        field,
        note: 'emptied in Clientify; GIAV keeps it',
      });

    await agency.settle();
    expect(agency.giav.puts.length - puts).toBe(expected.length);
    const { emails, phones, ...rest } = one.clientifyAfter;
    const shown = shownIn(agency);
    expect(shown).toMatchObject(rest);
    if (emails) expect(shown.emails).toEqual([...emails].sort());
    if (phones) expect(shown.phones).toEqual([...phones].sort());
    const kept = agency.decisions.slice(decisions).flatMap(({ replaced }) => replaced ?? []);
    for (const value of one.kept ?? []) expect(kept).toContainEqual(expect.objectContaining(value));
  });
});

describe('the golden edits themselves', () => {
  it('are enough, each with its own number', () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(40);
    expect(new Set(NAMES.map((name) => parseInt(name, 10))).size).toBe(NAMES.length);
  });

  it('hit each rule of a first meeting and of later twice', () => {
    const page = readFileSync(
      join(__dirname, '..', '..', 'docs', 'rules-of-data.md'),
      'utf8',
    ).split('\n');
    const from = page.findIndex((line) => line.startsWith('## 2.'));
    const to = page.findIndex((line) => line.startsWith('## 4.'));
    const rows = page.slice(from, to).filter((line) => /^\| (?!GIAV \||rule \|)/.test(line));
    expect(
      rows.filter((row) => !Object.values(RULES).some((begin) => row.startsWith(begin))),
    ).toEqual([]);
    expect(
      Object.values(RULES).filter(
        (begin) => rows.filter((row) => row.startsWith(begin)).length !== 1,
      ),
    ).toEqual([]);
    const hit = NAMES.flatMap((name) => json<Case>(name).rules);
    expect(hit.filter((rule) => !(rule in RULES))).toEqual([]);
    expect(
      Object.keys(RULES).filter((rule) => hit.filter((one) => one === rule).length < 2),
    ).toEqual([]);
  });

  it('know a source for each parameter of the PUT that GIAV publishes, and hit each that an edit may reach twice', () => {
    const wsdl = readFileSync(join(__dirname, '..', '..', 'wsdl', 'giav.wsdl'), 'utf8');
    const block = /<s:element name="Cliente_PUT">([\s\S]*?)<\/s:complexType>/.exec(wsdl)?.[1] ?? '';
    const published = [...block.matchAll(/ name="(\w+)"/g)].map(([, parameter]) => parameter);
    expect(
      [...Object.keys(ECHO.always), ...ECHO.never, ...Object.keys(ECHO.fields)].sort(),
    ).toEqual(published.sort());
    const reached = NAMES.flatMap((name) => Object.keys(json<Case>(name).put ?? {}));
    const names = [
      'nombre',
      'apellidos',
      'nombreAlias',
      'relevantDates',
      'comentarios',
      'movil',
      'telefono',
      'fax',
      'email',
    ];
    for (const parameter of [...names, 'direccion', 'codPostal', 'poblacion', 'provincia'])
      expect([parameter, reached.filter((one) => one === parameter).length >= 2]).toEqual([
        parameter,
        true,
      ]);
  });
});
