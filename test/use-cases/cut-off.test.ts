import { RetryableError } from '../../lib/sync/errors';
import { ON } from '../ports/agency';
import { theContact, typeFields } from '../ports/contact';
import { inStep } from '../ports/in-step';

describe('a run that was cut off between its write to Clientify and its note of it', () => {
  it.each<[string, object, string]>([
    ['put right in GIAV', ON, 'antes'],
    [
      'changed once more in GIAV, and Clientify wins conflicts',
      { writeBack: { ...ON.writeBack, winner: 'clientify' } },
      'de nuevo',
    ],
  ])(
    '"Changed on one side: that side": what it wrote is nobody’s edit, and never goes to GIAV over a newer value (%s)',
    async (_, settings, newer) => {
      const agency = await inStep(settings);
      agency.giav.edit(7, { comentarios: 'equivocado' });
      const [message] = await agency.messages('modified');
      const replace = agency.links.replace.bind(agency.links);
      agency.links.replace = () => Promise.reject(new RetryableError('the table does not answer'));
      if (message) await agency.upsert(message);
      agency.links.replace = replace;
      expect(theContact(agency).fields['remarks']).toBe('equivocado');
      // Before the message comes again somebody works in GIAV, and Clientify tells of our own write.
      agency.giav.edit(7, { comentarios: newer });
      await agency.hint('contact', theContact(agency).id);
      await agency.drain();
      await agency.settle();
      expect(agency.giav.client(7)?.comentarios).toBe(newer);
    },
  );
});

it('"Changed on one side: that side": what the way back wrote to GIAV before it was cut off is nobody’s edit, and never goes to Clientify over what a person typed since', async () => {
  const agency = await inStep(ON);
  typeFields(agency, { remarks: 'equivocado' });
  const replace = agency.links.replace.bind(agency.links);
  agency.links.replace = () => {
    agency.links.replace = replace;
    // Before the hint comes again the agent puts it right.
    typeFields(agency, { remarks: 'antes' });
    return Promise.reject(new RetryableError('the table does not answer'));
  };
  await agency.hint('contact', theContact(agency).id);
  await agency.drain();
  await agency.settle();
  expect([theContact(agency).fields['remarks'], agency.giav.client(7)?.comentarios]).toEqual([
    'antes',
    'antes',
  ]);
});

it('"A person who unsubscribed in Clientify while GIAV still says Accepted stays unsubscribed": also when they do so right after a run that was cut off', async () => {
  const agency = await inStep(ON, { MailingConsent: 'Denied' });
  agency.giav.edit(7, {}, { MailingConsent: 'Accepted' });
  const [message] = await agency.messages('modified');
  const replace = agency.links.replace.bind(agency.links);
  agency.links.replace = () => Promise.reject(new RetryableError('the table does not answer'));
  if (message) await agency.upsert(message);
  agency.links.replace = replace;
  expect(theContact(agency).fields['unsubscribed']).toBe(false);
  typeFields(agency, { unsubscribed: true });
  if (message) await agency.upsert(message);
  await agency.settle();
  expect(theContact(agency).fields['unsubscribed']).toBe(true);
});
