import type { Link } from '../../lib/ports/links';
import {
  broughtTogether,
  changeSucceeded,
  changeSettled,
  changeWaits,
  closed,
  failed,
  failedWithoutLink,
  gone,
  inOrder,
  isOpen,
  linked,
  refused,
  refusedOnTheWayBack,
  waitsForItsClient,
} from '../../lib/record/status';
import type { Reason } from '../../lib/sync/reasons';
import type { Refusal } from '../../lib/sync/waiting';

const AT = '2026-03-02T09:00:00.000Z';
const LINK: Link = { id: '7', status: 'linked', kind: 'contact', clientifyId: '5', at: AT };
const CLIENT = { entity: 'client', id: '7' } as const;
const EXPEDIENTE = { entity: 'expediente', id: '7' } as const;

/** What is written, in order. */
function written() {
  const steps: string[] = [];
  const links: (Link | null)[] = [];
  const note =
    (what: string) =>
    (...args: readonly unknown[]): Promise<void> =>
      Promise.resolve(void steps.push([what, ...args.map(String)].join(' ')));
  const noteLink =
    (what: string) =>
    (entity: string, link: Link, before?: Link | null): Promise<void> => {
      links.push(link, ...(before === undefined ? [] : [before]));
      return Promise.resolve(void steps.push(`${what} ${entity} ${link.id}`));
    };
  const ports = {
    links: { put: noteLink('link'), replace: noteLink('link'), markFailed: note('mark failed') },
    failures: {
      add: (entity: string, id: string, { reason }: { reason: string }) =>
        note('failed')(entity, id, reason),
      clear: note('not failed'),
    },
    pending: { add: note('waits'), remove: note('waits no more') },
  };
  return { steps, links, ports };
}

describe('a record that a run brought to what it should be', () => {
  const cases: [
    string,
    Parameters<typeof linked>[1],
    Link,
    Link | null,
    'full' | 'modified' | 'redrive',
    string[],
  ][] = [
    ['for the first time', 'client', LINK, null, 'full', []],
    ['and was on no list', 'client', LINK, LINK, 'modified', []],
    [
      'from the failed list',
      'client',
      LINK,
      { ...LINK, failed: true },
      'full',
      ['not failed client 7'],
    ],
    ['asked for by an admin', 'client', LINK, LINK, 'redrive', ['not failed client 7']],
    [
      'and had waited',
      'expediente',
      LINK,
      { ...LINK, pending: true },
      'full',
      ['waits no more expediente 7'],
    ],
  ];
  it.each(cases)('%s: its link, then the lists', async (_, entity, link, before, by, lists) => {
    const { steps, links, ports } = written();
    await linked(ports, entity, link, before, by);
    expect(steps).toEqual([`link ${entity} 7`, ...lists]);
    // Replaced only as it was read.
    expect(links).toEqual([link, before]);
  });

  it.each([
    ['modified', ['waits expedientes-of 7', 'link client 7']],
    ['full', ['link client 7']],
  ] as const)(
    'a client that moved to another record: its deals are listed first, unless the run (%s) brings them anyway',
    async (by, steps_) => {
      const { steps, ports } = written();
      await linked(ports, 'client', LINK, { ...LINK, clientifyId: '4' }, by);
      expect(steps).toEqual(steps_);
    },
  );

  it('a client that had no record, and an expediente that moved, have no deals to bring', async () => {
    const { steps, ports } = written();
    await linked(ports, 'client', LINK, { ...LINK, clientifyId: undefined }, 'modified');
    await linked(ports, 'expediente', LINK, { ...LINK, clientifyId: '4' }, 'modified');
    expect(steps).toEqual(['link client 7', 'link expediente 7']);
  });

  it.each<[string, Partial<Link>, Partial<Link> | null, string[]]>([
    ['a notice stands', { notices: ['REPLACED'] }, null, ['waits attention 7']],
    ['an edit is parked', { parked: { remarks: {} } as never }, null, ['waits attention 7']],
    ['a notice is over', {}, { notices: ['REPLACED'] }, ['waits no more attention 7']],
    ['a parked edit is over', {}, { parked: { x: {} } as never }, ['waits no more attention 7']],
    ['nothing stands', {}, {}, []],
  ])(
    'the list of what waits for a human is written before the link: %s',
    async (_, now, before, lists) => {
      const { steps, ports } = written();
      await linked(ports, 'client', { ...LINK, ...now }, before && { ...LINK, ...before }, 'full');
      expect(steps).toEqual([...lists, 'link client 7']);
      const deal = written();
      await linked(deal.ports, 'expediente', { ...LINK, ...now }, null, 'full');
      expect(deal.steps).toEqual(['link expediente 7']);
    },
  );
});

describe('a record to which nothing is written', () => {
  const refusal: Refusal = { of: 'print', told: 'told', about: [], runId: 'r1' };
  const WAITS: Reason = 'DOCUMENT_TAKEN';
  const FINAL: Reason = 'NO_DOCUMENT';
  const refuse = async (link: Link | null, reason: Reason, redrive = false) => {
    const { steps, links, ports } = written();
    await refused(ports, CLIENT, link, reason, { redrive, at: AT, refusal });
    return { steps, link: links[0] };
  };
  const told = (reason: Reason, more: Partial<Link> = {}): Link => ({
    ...LINK,
    status: 'refused',
    reason,
    refusal,
    ...more,
  });

  it('and that waits for Clientify is listed before its link says so', async () => {
    const { steps, link } = await refuse({ ...LINK, failed: true }, WAITS);
    expect(steps).toEqual(['waits client 7', 'link client 7', 'not failed client 7']);
    expect(link).toEqual({
      ...LINK,
      status: 'refused',
      reason: WAITS,
      failed: undefined,
      pending: true,
      refusal,
      at: AT,
    });
    expect((await refuse(null, WAITS)).steps).toEqual(['waits client 7', 'link client 7']);
  });

  it('for good leaves the list of what waits, last', async () => {
    const { steps, link } = await refuse({ ...LINK, pending: true }, FINAL);
    expect(steps).toEqual(['link client 7', 'waits no more client 7']);
    expect(link).toMatchObject({ status: 'refused', reason: FINAL, pending: false });
  });

  it.each<[string, Link, Reason]>([
    ['waiting', told(WAITS, { pending: true }), WAITS],
    ['for good', told(FINAL), FINAL],
  ])('and was told exactly that before is not written again: %s', async (_, link, reason) => {
    expect((await refuse(link, reason)).steps).toEqual([]);
    expect((await refuse(link, reason, true)).steps).toEqual(['not failed client 7']);
  });

  it.each<[string, Partial<Link>]>([
    ['it was linked', { status: 'linked' }],
    ['it was refused for another reason', { reason: 'LINK_BROKEN' }],
    ['it was refused as something else', { refusal: { ...refusal, of: 'other' } }],
    ['it had failed since', { failed: true }],
    ['it was not on the list of what waits', { pending: undefined }],
  ])('is written where %s', async (_, more) => {
    const { steps } = await refuse(told(WAITS, { pending: true, ...more }), WAITS);
    expect(steps).toContain('link client 7');
  });
});

describe('an expediente whose client is not there yet', () => {
  it.each<[string, Link | null, boolean, string[]]>([
    [
      'had failed',
      { ...LINK, failed: true },
      false,
      ['link expediente 7', 'not failed expediente 7'],
    ],
    ['is asked for by an admin', LINK, true, ['not failed expediente 7']],
    ['is new', null, false, []],
    ['was there', LINK, false, []],
  ])('and that %s is no failure any more', async (_, link, redrive, expected) => {
    const { steps, links, ports } = written();
    await waitsForItsClient(ports, EXPEDIENTE, link, redrive);
    expect(steps).toEqual(expected);
    if (link?.failed) expect(links).toEqual([{ ...LINK, failed: undefined }]);
  });
});

describe('a record that is in order, or left out by a setting', () => {
  const put = async (link: Link | undefined, options: { redrive: boolean; save: boolean }) => {
    const { steps, links, ports } = written();
    await inOrder(ports, CLIENT, link, options);
    return { steps, links };
  };
  const [save, redrive] = [true, false];

  it('leaves both lists, and its link loses its marks last', async () => {
    const { steps, links } = await put({ ...LINK, failed: true, pending: true }, { save, redrive });
    expect(steps).toEqual(['not failed client 7', 'waits no more client 7', 'link client 7']);
    expect(links).toEqual([{ ...LINK, failed: undefined, pending: undefined }]);
  });

  it.each<[string, Link | undefined, { redrive: boolean; save: boolean }, string[]]>([
    ['on no list', LINK, { save, redrive }, []],
    ['without a link', undefined, { save, redrive }, []],
    ['without a link, asked for', undefined, { save, redrive: true }, ['not failed client 7']],
    [
      'that waited',
      { ...LINK, pending: true },
      { save, redrive },
      ['waits no more client 7', 'link client 7'],
    ],
    [
      'that had failed',
      { ...LINK, failed: true },
      { save, redrive },
      ['not failed client 7', 'link client 7'],
    ],
    [
      'whose link the caller writes',
      { ...LINK, failed: true },
      { save: false, redrive },
      ['not failed client 7'],
    ],
  ])('%s', async (_, link, options, expected) => {
    expect((await put(link, options)).steps).toEqual(expected);
  });

  it('is open as long as one of the marks stands', () => {
    const marks: (Partial<Link> | null | undefined)[] = [
      { failed: true },
      { pending: true },
      { failed: false, pending: false },
      {},
      null,
      undefined,
    ];
    expect(marks.map(isOpen)).toEqual([true, true, false, false, false, false]);
    expect(closed({ ...LINK, failed: true, pending: true })).toEqual({
      ...LINK,
      failed: undefined,
      pending: undefined,
    });
  });
});

describe('a record that failed', () => {
  const failure = { at: AT, runId: 'r1', reason: 'R', message: 'm' };

  it('is on the failed list before its link says so', async () => {
    const { steps, ports } = written();
    await failed(ports, CLIENT, failure);
    expect(steps).toEqual(['failed client 7 R', `mark failed client 7 ${AT}`]);
  });

  it('and has no link is on the list all the same', async () => {
    const { steps, ports } = written();
    await failedWithoutLink(ports.failures, 'contact', '5', failure);
    expect(steps).toEqual(['failed contact 5 R']);
  });

  it('and that GIAV no longer shows leaves the list: there is nothing to try again', async () => {
    const { steps, ports } = written();
    await gone(ports.failures, EXPEDIENTE);
    expect(steps).toEqual(['not failed expediente 7']);
  });
});

describe('the way back', () => {
  it('that brought a client together writes its link, then takes it off the list of what waits', async () => {
    const { steps, links, ports } = written();
    await broughtTogether(ports, { ...LINK, notices: ['REPLACED'] }, { ...LINK, pending: true });
    expect(steps).toEqual(['waits attention 7', 'link client 7', 'waits no more client 7']);
    expect(links[1]).toEqual({ ...LINK, pending: true });
    const quiet = written();
    await broughtTogether(quiet.ports, LINK, LINK);
    expect(quiet.steps).toEqual(['link client 7']);
  });

  it('that refused a client lists it first; one without a link has none to write', async () => {
    const { steps, links, ports } = written();
    await refusedOnTheWayBack(ports, '7', LINK, 'LINK_BROKEN', AT);
    expect(steps).toEqual(['waits client 7', 'link client 7']);
    expect(links).toEqual([
      { ...LINK, status: 'refused', reason: 'LINK_BROKEN', pending: true, at: AT },
      LINK,
    ]);
    const none = written();
    await refusedOnTheWayBack(none.ports, '7', null, 'LINK_BROKEN', AT);
    expect(none.steps).toEqual(['waits client 7']);
  });

  it('notes a change that waits by the kind of its record, and forgets it when it is settled', async () => {
    const { steps, ports } = written();
    await changeWaits(ports.pending, 'contact', '5');
    await changeSettled(ports.pending, 'company', '6');
    expect(steps).toEqual(['waits change-of-contact 5', 'waits no more change-of-company 6']);
  });

  it.each([
    ['its own failure', ['r1', 'change-m1'], ['not failed client 7']],
    ['a failure that a run told last', ['change-m1', 'r1'], []],
    ['no failure', null, []],
    ['a failure of which nothing is known', [], []],
  ])('that succeeded clears %s', async (_, runs, expected) => {
    const { steps, ports } = written();
    const failure = runs && { history: runs.map((runId) => ({ runId })) };
    const failures = { ...ports.failures, get: () => Promise.resolve(failure as never) };
    await changeSucceeded(failures, CLIENT, (runId) => runId.startsWith('change-'));
    expect(steps).toEqual(expected);
  });
});
