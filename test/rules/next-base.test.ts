import { sidesOf, type Base, type Sides } from '../../lib/sync/base';
import { NOT_CHANGED_LISTS, type Changes } from '../../lib/sync/changes';
import { decide } from '../../lib/sync/decide';
import { hashText } from '../../lib/sync/hash';
import type { AfterWrite } from '../../lib/sync/after-write';
import { nextBase, type NextBase } from '../../lib/sync/next-base';
import type { GiavClient } from '../../lib/sync/records';
import type { Settlement } from '../../lib/sync/settle';
import type { Target } from '../../lib/sync/target';
import { desiredOf, inStep, typed, type Typed, hiding } from '../harness/look';

const CLIENT: Partial<GiavClient> = {
  nombre: 'Ana',
  comentarios: 'antes',
  email: 'a@x.es; b@x.es',
  movil: '600111222',
  direccion: 'C/ Mayor 1',
  poblacion: 'Soria',
};
const RULES = {
  winner: 'giav',
  clears: 'never',
  putBackAll: false,
  resubscribe: 'on-change',
  now: new Date(0),
  fullRun: false,
} as const;

interface Look {
  readonly kind?: 'contact' | 'deal';
  readonly giav?: Partial<GiavClient>;
  readonly clientify?: Typed;
  readonly wayBack?: 'off' | 'on';
  readonly known?: Base | null;
  /** What Clientify shows after the write: nothing but what was typed before, unless told otherwise. */
  readonly then?: Typed;
  readonly sent?: Partial<Changes> | null;
  readonly settled?: Partial<Settlement>;
  readonly refused?: AfterWrite['refused'];
  readonly extras?: readonly string[];
}

/** One look at a client that was in step, and what is remembered after it. */
function remembered(look: Look): NextBase & { readonly before: Base; readonly sides: Sides } {
  const { target, base } = inStep(CLIENT);
  const known = look.known === undefined ? base : look.known;
  const desired = { ...desiredOf({ ...CLIENT, ...look.giav }), kind: look.kind ?? 'contact' };
  const shown = typed(target, look.clientify ?? {});
  const sides = sidesOf(desired, shown, known);
  const { settled } = decide(sides, known, { ...RULES, wayBack: look.wayBack ?? 'off' });
  const empty: Changes = { fields: {}, customFields: {}, ...NOT_CHANGED_LISTS };
  const after = sidesOf(desired, typed(shown, look.then ?? {}), known);
  const found = nextBase(
    {
      after,
      before: sides,
      settled: { ...settled, ...look.settled },
      changes: look.sent ? { ...empty, ...look.sent } : null,
      refused: look.refused ?? [],
      extras: new Set(look.extras),
    },
    known,
  );
  return { ...found, before: base, sides };
}
const field = (name: string, value: unknown): Typed => ({ fields: { [name]: value } });
const both = ({ base }: NextBase, name: string) => [
  base.giav.fields[name],
  base.clientify.fields[name],
];
const hashes = (...texts: string[]) => texts.map(hashText);

describe('what is remembered as in step after a look', () => {
  it('of a record that did not change is what it was', () => {
    const { base, moved, before } = remembered({});
    expect(base).toEqual(before);
    expect(moved).toEqual([]);
  });

  it('of a field that was sent is GIAV’s value, on both sides', () => {
    const found = remembered({
      giav: { comentarios: 'ahora' },
      sent: { fields: { remarks: 'ahora' } },
      then: field('remarks', 'ahora'),
    });
    expect(both(found, 'remarks')).toEqual(hashes('ahora', 'ahora'));
    expect(found.moved).toEqual([]);
  });

  it('of a field as Clientify made it is what it shows', () => {
    const found = remembered({
      giav: { comentarios: 'ahora' },
      sent: { fields: { remarks: 'ahora' } },
      then: field('remarks', 'AHORA'),
    });
    expect(both(found, 'remarks')).toEqual(hashes('ahora', 'AHORA'));
    expect(found.moved).toEqual([]);
  });

  it('of a field that Clientify did not take is what was: GIAV’s new value still waits', () => {
    const sent = { fields: { remarks: 'ahora' } };
    const found = remembered({ giav: { comentarios: 'ahora' }, sent });
    expect([found.moved, found.base]).toEqual([[], found.before]);
    // In other letters it was taken; over what a person had typed, nothing waits.
    const folded = { fields: { remarks: 'ANTES' } };
    expect(both(remembered({ giav: { comentarios: 'ANTES' }, sent: folded }), 'remarks')).toEqual(
      hashes('ANTES', 'antes'),
    );
    const typedBefore = {
      giav: { comentarios: 'ahora' },
      clientify: field('remarks', 'mía'),
      sent,
    };
    expect(both(remembered(typedBefore), 'remarks')).toEqual(hashes('ahora', 'mía'));
  });

  it.each<[string, Look]>([
    ['an edit that waits for the way back', { clientify: field('remarks', 'mía'), wayBack: 'on' }],
    ['an edit while there is no way back', { clientify: field('remarks', 'mía'), wayBack: 'off' }],
    [
      'an edit that came while something else was sent',
      {
        clientify: field('remarks', 'mía'),
        giav: { nombre: 'Eva' },
        sent: { fields: { first_name: 'Eva' } },
        then: field('first_name', 'Eva'),
      },
    ],
  ])('%s keeps its old base, so that it stays an edit', (_, look) => {
    expect(both(remembered(look), 'remarks')).toEqual(hashes('antes', 'antes'));
  });

  it('an edit keeps what Clientify showed before it, also where that was not GIAV’s text', () => {
    const { base } = inStep(CLIENT);
    const fields = { ...base.clientify.fields, remarks: hashText('ANTES') };
    const known: Base = { ...base, clientify: { ...base.clientify, fields } };
    const found = remembered({ known, clientify: field('remarks', 'mía') });
    expect(both(found, 'remarks')).toEqual(hashes('antes', 'ANTES'));
  });

  it('an edited address keeps its old base part by part', () => {
    const found = remembered({ clientify: { address: { city: 'Burgos', street: 'C/ Real 2' } } });
    expect([both(found, 'city'), both(found, 'street')]).toEqual([
      hashes('Soria', 'Soria'),
      hashes('C/ Mayor 1', 'C/ Mayor 1'),
    ]);
  });

  it('without a base GIAV’s value stands for what Clientify showed before the edit', () => {
    const found = remembered({
      known: null,
      clientify: field('remarks', 'mía'),
      settled: { verdicts: { remarks: { do: 'edit', why: 'first-meeting' } } },
    });
    expect(both(found, 'remarks')).toEqual(hashes('antes', 'antes'));
  });

  it('a base of one side alone is none', () => {
    const { base } = inStep(CLIENT);
    const known: Base = {
      giav: { ...base.giav, fields: { ...base.giav.fields, remarks: hashText('alt') } },
      clientify: { fields: {} },
    };
    const found = remembered({
      known,
      clientify: field('remarks', 'mía'),
      settled: { verdicts: { remarks: { do: 'edit', why: 'first-meeting' } } },
    });
    expect(both(found, 'remarks')).toEqual(hashes('antes', 'antes'));
  });

  it('Clientify’s own value of a first meeting is how things are', () => {
    const found = remembered({
      known: null,
      giav: { comentarios: '' },
      clientify: field('remarks', 'mía'),
    });
    expect(both(found, 'remarks')).toEqual(hashes('', 'mía'));
  });

  it('the id of the address that was ours is kept while Clientify shows none', () => {
    expect(remembered({ then: { address: null } }).base.addressId).toBe('a0');
    expect(remembered({ known: null, then: { address: null } }).base.addressId).toBeUndefined();
  });
});

describe('remarks of a deal, which are Clientify’s once they are written', () => {
  const look = (more: Look) => remembered({ kind: 'deal', ...more });
  it('are remembered as we wrote them last, whatever either side made of them since', () => {
    for (const since of [
      { giav: { comentarios: 'ahora' } },
      { clientify: field('remarks', 'mío') },
      { giav: { comentarios: 'ahora' }, clientify: field('remarks', 'ahora') },
    ])
      expect(both(look(since), 'remarks')).toEqual(hashes('antes', 'antes'));
  });
  it('are remembered anew when they are written again', () => {
    const sent = { fields: { remarks: 'ahora' } };
    const found = look({
      giav: { comentarios: 'ahora' },
      sent,
      then: field('remarks', 'ahora'),
    });
    expect(both(found, 'remarks')).toEqual(hashes('ahora', 'ahora'));
  });
  it('at a first meeting equal ones are as good as ours, others were never written by us', () => {
    expect(both(look({ known: null }), 'remarks')).toEqual(hashes('antes', 'antes'));
    const other = look({ known: null, clientify: field('remarks', 'mío') });
    expect(both(other, 'remarks')).toEqual([undefined, undefined]);
  });
  it('of which nothing was remembered stay unknown; those of a client are no such text', () => {
    const { base } = inStep(CLIENT);
    const known = {
      ...base,
      giav: { ...base.giav, fields: hiding(base.giav.fields, 'remarks') },
      clientify: { ...base.clientify, fields: hiding(base.clientify.fields, 'remarks') },
    };
    expect(both(look({ known }), 'remarks')).toEqual([undefined, undefined]);
    expect(both(remembered({ known }), 'remarks')).toEqual(hashes('antes', 'antes'));
  });
});

describe('what moved in Clientify while we wrote never becomes base silently', () => {
  const sent = { fields: { first_name: 'Eva' } };
  it('a field that we did not send', () => {
    const found = remembered({ sent, then: field('remarks', 'mía') });
    expect(found.moved).toEqual(['remarks']);
    expect(both(found, 'remarks')).toEqual(hashes('antes', 'antes'));
  });
  it('a custom field of ours that we did not send; one that we sent is ours', () => {
    const then: Typed = { customFields: { gesintur_sede_fiscal: 'X' } };
    expect(remembered({ sent, then }).moved).toEqual(['gesintur_sede_fiscal']);
    expect(
      remembered({ sent: { customFields: { gesintur_sede_fiscal: 'X' } }, then }).moved,
    ).toEqual([]);
  });
  it('a field that is not shown any more, or is shown only now, is unknown: it did not move', () => {
    const { target, base, desired } = inStep(CLIENT);
    const fields = hiding(target.fields, 'remarks');
    const [whole, poor] = [
      sidesOf(desired, target, base),
      sidesOf(desired, { ...target, fields }, base),
    ];
    const settled: Settlement = { verdicts: {}, lists: {}, parked: [], cut: [] };
    const look = { settled, changes: null, refused: [], extras: new Set<string>() };
    expect(nextBase({ ...look, before: whole, after: poor }, base).moved).toEqual([]);
    expect(nextBase({ ...look, before: poor, after: whole }, base).moved).toEqual([]);
  });
  it('the address, whatever part of it', () => {
    for (const part of ['street', 'city', 'state', 'country', 'postal_code']) {
      const found = remembered({ sent, then: { address: { [part]: 'xx' } } });
      expect(found.moved).toEqual(['address']);
      expect(found.base.clientify.fields[part]).toBe(found.before.clientify.fields[part]);
    }
    expect(remembered({ sent, then: { address: { type: 1 } } }).moved).toEqual([]);
  });
  it('an address that is not shown did not move', () => {
    const { target, base, desired } = inStep(CLIENT);
    const hidden = hiding(target, 'addresses');
    const [whole, poor] = [sidesOf(desired, target, base), sidesOf(desired, hidden, base)];
    const settled: Settlement = { verdicts: {}, lists: {}, parked: [], cut: [] };
    const look = { settled, changes: null, refused: [], extras: new Set<string>() };
    expect(nextBase({ ...look, before: whole, after: poor }, base).moved).toEqual([]);
    expect(nextBase({ ...look, before: poor, after: whole }, base).moved).toEqual([]);
  });

  describe('an address that we sent', () => {
    const ours = {
      street: 'C/ Real 2',
      city: 'Burgos',
      state: '',
      country: '',
      postal_code: '',
      type: 5,
    };
    const asReplaced = { addresses: { add: [], replace: [{ id: 'a0', entry: ours }], remove: [] } };
    const asAdded = { addresses: { add: [ours], replace: [], remove: [] } };
    const giav = { direccion: 'C/ Real 2', poblacion: 'Burgos' };
    it.each<[string, Record<string, string>]>([
      ['as we sent it', { street: 'C/ Real 2', city: 'Burgos' }],
      ['in other letters', { street: 'C/ REAL 2', city: 'BURGOS' }],
      ['cut', { street: 'C/ Real', city: 'Burgos' }],
    ])('and that shows %s is ours', (_, address) => {
      for (const sentAddress of [asReplaced, asAdded]) {
        const found = remembered({ giav, sent: sentAddress, then: { address } });
        expect(found.moved).toEqual([]);
        expect(found.base.clientify.fields['street']).toBe(hashText(address['street'] ?? ''));
      }
    });
    it('and that shows another one was typed over: ours is the base', () => {
      for (const sentAddress of [asReplaced, asAdded]) {
        const found = remembered({
          giav,
          sent: sentAddress,
          then: { address: { street: 'C/ Real 2', city: 'Lugo' } },
        });
        expect(found.moved).toEqual(['address']);
        expect(both(found, 'city')).toEqual(hashes('Burgos', 'Burgos'));
      }
    });
    it.each<[string, AfterWrite['refused']]>([
      ['refused', [{ field: 'address', key: 'C/ Real 2 | Burgos |  |  | ' }]],
      ['ignored', []],
    ])('and that was %s was typed by nobody: GIAV’s new one still waits', (_, refused) => {
      const found = remembered({ giav, sent: asReplaced, refused });
      expect([found.moved, found.base]).toEqual([[], found.before]);
    });
    it('and of which Clientify took a part waits for the rest', () => {
      const found = remembered({ giav, sent: asReplaced, then: { address: { city: 'Burgos' } } });
      expect(found.moved).toEqual([]);
      expect(both(found, 'city')).toEqual(hashes('Burgos', 'Burgos'));
      expect(both(found, 'street')).toEqual(hashes('C/ Mayor 1', 'C/ Mayor 1'));
    });
    it('and that was refused while somebody typed another one: both sides changed it', () => {
      const refused = [{ field: 'address', key: 'C/ Real 2 | Burgos |  |  | ' }];
      const then = { address: { city: 'Lugo' } };
      const found = remembered({ giav, sent: asReplaced, refused, then });
      expect([found.moved, found.base]).toEqual([['address'], found.before]);
    });
    it('and that was not removed waits to be', () => {
      const sent = { addresses: { add: [], replace: [], remove: ['a0'] } };
      const found = remembered({ giav: { direccion: '', poblacion: '' }, sent });
      expect([found.moved, found.base]).toEqual([[], found.before]);
    });
    it('that we removed is no address that we sent', () => {
      const sent = { addresses: { add: [], replace: [], remove: ['a0'] } };
      expect(
        remembered({ giav: { direccion: '', poblacion: '' }, sent, then: { address: null } }).moved,
      ).toEqual([]);
      expect(remembered({ giav: { direccion: '', poblacion: '' }, sent }).moved).toEqual([]);
    });
    it('and that is gone says nothing of what was typed', () => {
      expect(remembered({ giav, sent: asReplaced, then: { address: null } }).moved).toEqual([]);
    });
  });
});

describe('lists: what is there because of us is in step, whatever else is there is an edit', () => {
  type List = readonly string[] | undefined;
  const emailsOf = ({ base }: NextBase): [List, List] => [base.giav.emails, base.clientify.emails];
  const sentEmails = (change: Partial<Changes['emails']>): Partial<Changes> => ({
    emails: { add: [], replace: [], remove: [], ...change },
  });
  const entry = (email: string) => ({ email, type: 4 });
  const emails = (...all: string[]): Typed => ({ emails: all });

  it.each<[string, Look, string[], string[], string[]]>([
    [
      'added by us',
      {
        giav: { email: 'a@x.es; b@x.es; c@x.es' },
        sent: sentEmails({ add: [entry('c@x.es')] }),
        then: emails('a@x.es', 'b@x.es', 'c@x.es'),
      },
      ['a@x.es', 'b@x.es', 'c@x.es'],
      ['a@x.es', 'b@x.es', 'c@x.es'],
      [],
    ],
    [
      'exchanged by us',
      {
        giav: { email: 'a@x.es; c@x.es' },
        sent: sentEmails({ replace: [{ id: 'e1', entry: entry('c@x.es') }] }),
        then: emails('a@x.es', 'c@x.es'),
      },
      ['a@x.es', 'c@x.es'],
      ['a@x.es', 'c@x.es'],
      [],
    ],
    [
      'removed by us',
      { giav: { email: 'a@x.es' }, sent: sentEmails({ remove: ['e1'] }), then: emails('a@x.es') },
      ['a@x.es'],
      ['a@x.es'],
      [],
    ],
    [
      'typed while we wrote',
      { sent: { fields: { first_name: 'Eva' } }, then: emails('a@x.es', 'b@x.es', 'mia@x.es') },
      ['a@x.es', 'b@x.es'],
      ['a@x.es', 'b@x.es'],
      ['emails'],
    ],
    [
      'removed by somebody while we wrote',
      { sent: { fields: { first_name: 'Eva' } }, then: emails('a@x.es') },
      ['a@x.es', 'b@x.es'],
      ['a@x.es', 'b@x.es'],
      ['emails'],
    ],
    [
      'typed before: an edit that waits',
      { clientify: emails('a@x.es', 'b@x.es', 'mia@x.es') },
      ['a@x.es', 'b@x.es'],
      ['a@x.es', 'b@x.es'],
      [],
    ],
    [
      'removed before: an edit that waits',
      { clientify: emails('a@x.es') },
      ['a@x.es', 'b@x.es'],
      ['a@x.es', 'b@x.es'],
      [],
    ],
    [
      'exchanged before: an edit that waits',
      { clientify: emails('a@x.es', 'mia@x.es') },
      ['a@x.es', 'b@x.es'],
      ['a@x.es', 'b@x.es'],
      [],
    ],
    [
      'typed before, and GIAV has no room: known as Clientify’s own',
      { clientify: emails('a@x.es', 'b@x.es', 'mia@x.es'), extras: ['mia@x.es'] },
      ['a@x.es', 'b@x.es'],
      ['a@x.es', 'b@x.es', 'mia@x.es'],
      [],
    ],
  ])('an entry %s', (_, look, giav, clientify, moved) => {
    const found = remembered(look);
    const [ours, theirs] = emailsOf(found);
    expect([...(ours ?? [])].sort()).toEqual(hashes(...giav).sort());
    expect([...(theirs ?? [])].sort()).toEqual(hashes(...clientify).sort());
    expect(found.moved).toEqual(moved);
  });

  it('an exchange that lost to GIAV’s waits: the entry that both exchanged is remembered on both sides', () => {
    const settled: Partial<Settlement> = {
      lists: {
        emails: {
          toClientify: [],
          fromClientify: [],
          edits: [{ instead: 'c@x.es', add: 'mia@x.es' }],
          extras: [],
          conflicts: [],
        },
      },
    };
    const found = remembered({
      giav: { email: 'a@x.es; c@x.es' },
      clientify: emails('a@x.es', 'mia@x.es'),
      settled,
    });
    const [ours, theirs] = emailsOf(found);
    expect([...(ours ?? [])].sort()).toEqual(hashes('a@x.es', 'b@x.es').sort());
    expect([...(theirs ?? [])].sort()).toEqual(hashes('a@x.es', 'b@x.es').sort());
  });

  it('only an entry of both sides is one that both exchanged', () => {
    const { base } = inStep(CLIENT);
    const settled: Partial<Settlement> = {
      lists: {
        emails: {
          toClientify: [],
          fromClientify: [],
          edits: [{ instead: 'c@x.es', add: 'mia@x.es' }],
          extras: [],
          conflicts: [],
        },
      },
    };
    const known: Base = { ...base, clientify: { ...base.clientify, emails: hashes('a@x.es') } };
    const found = remembered({
      known,
      giav: { email: 'a@x.es; c@x.es' },
      clientify: emails('a@x.es', 'mia@x.es'),
      settled,
    });
    expect(emailsOf(found)).toEqual([hashes('a@x.es'), hashes('a@x.es')]);
  });

  it('an entry that Clientify refused was removed by nobody', () => {
    const look: Look = {
      giav: { email: 'a@x.es; b@x.es; c@x.es' },
      sent: sentEmails({ add: [entry('c@x.es')] }),
    };
    const found = remembered({ ...look, refused: [{ field: 'emails', key: 'c@x.es' }] });
    expect(found.moved).toEqual([]);
    expect(found.base.clientify.emails).toEqual(hashes('a@x.es', 'b@x.es'));
    // It is not sent again until it changes; what was refused of another list says nothing of this one.
    const kept = (refused: AfterWrite['refused']) => remembered({ ...look, refused }).base.giav;
    expect(found.base.giav.emails).toContain(hashText('c@x.es'));
    expect(kept([{ field: 'phones', key: 'c@x.es' }]).emails).not.toContain(hashText('c@x.es'));
  });

  it('what was sent beside it is ours all the same', () => {
    const more = ['a@x.es', 'b@x.es', 'd@x.es'];
    const found = remembered({
      giav: { email: 'a@x.es; b@x.es; c@x.es; d@x.es' },
      sent: sentEmails({ add: [entry('c@x.es'), entry('d@x.es')] }),
      then: emails(...more),
      refused: [{ field: 'emails', key: 'c@x.es' }],
    });
    expect(found.moved).toEqual([]);
    expect([...(found.base.clientify.emails ?? [])].sort()).toEqual(hashes(...more).sort());
  });

  it('an entry that we removed is gone, whatever was refused beside it; one that is still there still has to go', () => {
    const giav = { email: 'a@x.es; c@x.es' };
    const sent = sentEmails({ remove: ['e1'], add: [entry('c@x.es')] });
    const refused = [{ field: 'emails', key: 'c@x.es' }];
    const found = remembered({ giav, sent, refused, then: emails('a@x.es') });
    expect([found.moved, found.base.clientify.emails]).toEqual([[], hashes('a@x.es')]);
    const again = remembered({ giav: { email: 'a@x.es' }, sent: sentEmails({ remove: ['e1'] }) });
    const both = hashes('a@x.es', 'b@x.es');
    expect([again.moved, again.base]).toMatchObject([[], { clientify: { emails: both } }]);
    expect(again.base.giav.emails).toEqual(both);
  });

  it('a rival of a list that the base does not know is remembered on no side', () => {
    const settled: Partial<Settlement> = {
      lists: {
        emails: {
          toClientify: [],
          fromClientify: [],
          edits: [{ instead: 'b@x.es', add: 'mia@x.es' }],
          extras: [],
          conflicts: [],
        },
      },
    };
    const { base } = inStep(CLIENT);
    const bare: Base = { ...base, clientify: { fields: base.clientify.fields } };
    for (const known of [null, bare]) {
      const found = remembered({ known, clientify: emails('a@x.es', 'mia@x.es'), settled });
      expect(emailsOf(found)).toEqual([hashes('a@x.es'), hashes('a@x.es')]);
    }
  });

  it('an entry that Clientify ignored was removed by nobody: GIAV still waits to add it', () => {
    const { moved, base } = remembered({
      giav: { email: 'a@x.es; b@x.es; c@x.es' },
      sent: sentEmails({ add: [entry('c@x.es')] }),
    });
    const both = hashes('a@x.es', 'b@x.es');
    expect([moved, base.giav.emails, base.clientify.emails]).toEqual([[], both, both]);
  });

  it('an exchange that was refused, or ignored, waits: the old entry is GIAV’s still, the new one is new', () => {
    for (const refused of [[], [{ field: 'emails', key: 'c@x.es' }]]) {
      const { moved, base } = remembered({
        giav: { email: 'a@x.es; c@x.es' },
        sent: sentEmails({ replace: [{ id: 'e1', entry: entry('c@x.es') }] }),
        refused,
      });
      const both = hashes('a@x.es', 'b@x.es');
      expect([moved, base.giav.emails, base.clientify.emails]).toEqual([[], both, both]);
    }
  });

  it('an entry whose exchange was refused is still there', () => {
    const found = remembered({
      giav: { email: 'a@x.es; c@x.es' },
      sent: sentEmails({ replace: [{ id: 'e1', entry: entry('c@x.es') }] }),
      refused: [{ field: 'emails', key: 'c@x.es' }],
    });
    expect(found.moved).toEqual([]);
    expect([...(found.base.clientify.emails ?? [])].sort()).toEqual(
      hashes('a@x.es', 'b@x.es').sort(),
    );
  });

  it('phones are known by what they mean', () => {
    const found = remembered({
      giav: { movil: '600111222', telefono: '93 111 22 33' },
      sent: { phones: { add: [{ phone: '93 111 22 33', type: 4 }], replace: [], remove: [] } },
      then: { phones: ['600111222', '931112233'] },
    });
    expect(found.moved).toEqual([]);
    expect(found.base.clientify.phones).toEqual(hashes('+34600111222', '+34931112233'));
  });

  it('a list that Clientify does not show keeps its old base', () => {
    const { target, base, desired } = inStep(CLIENT);
    const hidden = hiding(target, 'emails');
    const settled: Settlement = { verdicts: {}, lists: {}, parked: [], cut: [] };
    const now = (one: Target, then: Target, known: Base | null) =>
      emailsOf(
        nextBase(
          {
            before: sidesOf(desired, one, base),
            after: sidesOf(desired, then, base),
            settled,
            changes: null,
            refused: [],
            extras: new Set(),
          },
          known,
        ),
      );
    for (const [one, then] of [
      [target, hidden],
      [hidden, target],
    ] as const) {
      expect(now(one, then, base)).toEqual([base.giav.emails, base.clientify.emails]);
      expect(now(one, then, null)).toEqual([undefined, undefined]);
    }
  });
});
