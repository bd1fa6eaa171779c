import { RetryableError } from '../../lib/sync/errors';
import { Agency, ON } from '../ports/agency';
import { rawClient } from '../ports/agency-giav';
import { NIF, theContact } from '../ports/contact';

describe('a create whose answer was lost', () => {
  it('"A record that we created ourselves has as base what we sent": what an older create sent never goes to GIAV over its newer value', async () => {
    const agency = new Agency(ON);
    const client = { Documento: NIF, Nombre: 'Lucía', Apellidos: 'Ferrer', Comentarios: 'vieja' };
    agency.giav.store(rawClient(7, client));
    const { clientify } = agency;
    const create = clientify.create.bind(clientify);
    // The first create is under way over there for a while; the second is turned away.
    let first: (() => Promise<unknown>) | undefined;
    clientify.create = (desired) => {
      first ??= () => create(desired);
      return Promise.reject(new RetryableError('504', { maybeApplied: true }));
    };
    await agency.run('full');
    agency.giav.edit(7, { comentarios: 'nueva' });
    clientify.create = () => Promise.reject(new RetryableError('429'));
    await agency.run('full');
    await first?.();
    clientify.create = create;
    await agency.run('full');
    await agency.drain();
    await agency.settle();
    expect([agency.giav.client(7)?.comentarios, theContact(agency).fields['remarks']]).toEqual([
      'nueva',
      'nueva',
    ]);
  });
});
