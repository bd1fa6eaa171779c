import type { RecordMessage } from '../../lib/ports/messages';
import { Agency, ON } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { NIF, theContact, type, typeFields } from '../ports/contact';
import { Killed } from '../ports/faults';
import { inStep as inStepWith } from '../ports/in-step';

const inStep = (): Promise<Agency> => inStepWith(ON, { AlertMsg: 'paga siempre tarde' });

/** The next write to GIAV loses a field of the client, and its function is killed before it can look. */
function killedAfterDamage(agency: Agency, meanwhile: () => void): void {
  const put = agency.giav.putClient.bind(agency.giav);
  agency.giav.putClient = async (args) => {
    agency.giav.putClient = put;
    await put(args);
    agency.giav.store({ ...agency.giav.clients.get(7), AlertMsg: '' });
    meanwhile();
    throw new Killed();
  };
}

describe('a write to GIAV whose verification was cut off', () => {
  it.each<[string, (agency: Agency) => void]>([
    [
      'its contact was deleted in Clientify meanwhile',
      (agency) => agency.clientify.delete('contact', theContact(agency).id),
    ],
    [
      'somebody typed another id into its contact meanwhile',
      (agency) =>
        type(agency, (target) => ({
          ...target,
          customFields: { ...target.customFields, gesintur_id: '99' },
        })),
    ],
  ])(
    '"A verification that fails (time-out, kill, outage) is taken up again": %s',
    async (_, meanwhile) => {
      const agency = await inStep();
      typeFields(agency, { remarks: 'después' });
      const { id } = theContact(agency);
      killedAfterDamage(agency, () => meanwhile(agency));
      await agency.hint('contact', id);
      for (let i = 0; i < 3; i++) {
        await agency.run('full');
        await agency.drain();
        // As the reconciliation hints at every write that is not verified.
        await agency.hint('contact', id, 'reconcile');
      }
      expect([await agency.incidents.of('7'), agency.giav.clients.get(7)?.['AlertMsg']]).toEqual([
        [expect.objectContaining({ clientId: '7' })],
        'paga siempre tarde',
      ]);
    },
  );
});

it('"until then … nothing of GIAV\'s is copied to Clientify": a run that refuses the record at the same time does not wipe the mark of a write that is not verified', async () => {
  const agency = new Agency(ON);
  agency.giav.store(
    rawClient(7, { Documento: NIF, Nombre: 'Lucía', Apellidos: 'Ferrer', Poblacion: 'Soria' }),
  );
  await agency.settle();
  typeFields(agency, { remarks: 'después' });
  const { id } = theContact(agency);
  // Somebody makes a copy of the contact: the run must refuse the client.
  const copy = agency.clientify.id();
  agency.clientify.store({ ...theContact(agency), id: copy });
  const [message] = await agency.messages('full');
  const before = await agency.links.get('client', '7');
  const put = agency.giav.putClient.bind(agency.giav);
  agency.giav.putClient = async (args) => {
    agency.giav.putClient = put;
    await put(args);
    agency.giav.store({ ...agency.giav.clients.get(7), Apellidos: 'Fe' });
    // The worker of the run read the link a moment before the write was begun.
    const get = agency.links.get.bind(agency.links);
    agency.links.get = () => Promise.resolve(before);
    if (message) await agency.upsert(message);
    agency.links.get = get;
    throw new Killed();
  };
  await agency.hint('contact', id);
  agency.clientify.delete('contact', copy);
  await agency.run('full');
  await agency.drain();
  expect(agency.clientify.get('contact', id)?.fields['last_name']).toBe('Ferrer');
});

it('"until then … nothing of GIAV\'s is copied to Clientify": what a run read of a damaged client is not written after the damage was repaired', async () => {
  const agency = await inStep();
  typeFields(agency, { remarks: 'después' });
  const put = agency.giav.putClient.bind(agency.giav);
  let read: RecordMessage[] = [];
  agency.giav.putClient = async (args) => {
    agency.giav.putClient = put;
    await put(args);
    agency.giav.store({ ...agency.giav.clients.get(7), Apellidos: 'Fe' });
    read = await agency.messages('full');
    throw new Killed();
  };
  await agency.hint('contact', theContact(agency).id);
  expect(agency.giav.client(7)?.apellidos).toBe('Ferrer');
  for (const message of read) await agency.upsert(message);
  expect(theContact(agency).fields['last_name']).toBe('Ferrer');
});

it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'A field is cleared on a side only if … a person emptied it',
    { Comentarios: '' },
    { remarks: 'antes' },
  ],
  [
    'the read-back is a true prefix of what was sent: the shorter side never overwrites the longer one',
    { Apellidos: 'Fe' },
    { last_name: 'Ferrer' },
  ],
])(
  '"%s": what GIAV lost for good stays in Clientify, the last place that has it, also after the way back was resumed',
  async (_, lost, kept) => {
    const agency = await inStep();
    typeFields(agency, { birthday: '1984-05-06' });
    agency.giav.normalise = (raw) => ({ ...raw, ...lost });
    await agency.hint('contact', theContact(agency).id);
    expect([...agency.failures.values()]).toEqual(['UNSAFE_WRITE']);
    agency.giav.normalise = (raw) => raw;
    await agency.incidents.resume();
    await agency.settle();
    expect(theContact(agency).fields).toMatchObject(kept);
  },
);
