import { Agency, ON } from '../ports/agency';
import { NIF, theContact, type } from '../ports/contact';
import { rawClient } from '../ports/agency-giav';

async function inStep(settings: object, giav: Record<string, unknown>): Promise<Agency> {
  const agency = new Agency(settings);
  agency.giav.store(
    rawClient(7, { Documento: NIF, Nombre: 'Lucía', Apellidos: 'Ferrer', ...giav }),
  );
  await agency.settle();
  return agency;
}
const client = (agency: Agency) => {
  const { email, movil, telefono, fax } = agency.giav.client(7) ?? {};
  return { email, movil, telefono, fax };
};
const emails = (agency: Agency) => theContact(agency).emails?.map(({ email }) => email);
const setEmails = (agency: Agency, ...list: string[]) =>
  type(agency, (target) => ({
    ...target,
    emails: list.map((email, at) => ({ id: `e${email}`, type: at === 0 ? 4 : 3, email })),
  }));
const setPhones = (agency: Agency, ...list: [string, number][]) =>
  type(agency, (target) => ({
    ...target,
    phones: list.map(([phone, kind]) => ({ id: `p${phone}`, type: kind, phone })),
  }));
const hint = (agency: Agency) => agency.hint('contact', theContact(agency).id);

describe('a field of GIAV that becomes free', () => {
  it.each([
    ['off', {}],
    ['dry-run', { writeBack: { mode: 'dry-run' } }],
  ])(
    '"an entry that could not be stored (no free field) is remembered as such, so that when a field becomes free it moves there", also when it became free while the way back was %s',
    async (_, settings) => {
      const agency = await inStep(ON, { Email: 'a@x.es' });
      setEmails(agency, 'a@x.es', 'b@x.es');
      await hint(agency);
      await agency.settle();
      expect([client(agency).email, emails(agency)]).toEqual(['a@x.es', ['a@x.es', 'b@x.es']]);
      agency.set(settings);
      agency.giav.edit(7, { email: '' });
      await agency.run('full');
      await agency.drain();
      await agency.run('full');
      await agency.drain();
      expect(emails(agency)).toEqual(['b@x.es']);
      agency.set(ON);
      await agency.run('full');
      await agency.drain();
      await agency.run('full');
      await agency.drain();
      expect(client(agency).email).toBe('b@x.es');
    },
  );

  it('"Everything … is on at least one side" in its own field: a fax that takes the place of a mobile goes to the free Fax of GIAV, not into Movil', async () => {
    const agency = await inStep(ON, { Movil: '600111222' });
    setPhones(agency, ['934445566', 5]);
    await hint(agency);
    await agency.settle();
    expect(client(agency)).toMatchObject({ fax: '934445566' });
  });

  it('"when a field becomes free it moves there": of two entries without room each goes where its kind belongs, not the fax into Movil and the mobile into Fax', async () => {
    const agency = await inStep(ON, {
      Movil: '600111222',
      Telefono: '931112233',
      Fax: '932223344',
    });
    const telefono: [string, number] = ['931112233', 4];
    setPhones(
      agency,
      ['600111222', 1],
      telefono,
      ['932223344', 5],
      ['934445566', 5],
      ['611222333', 2],
    );
    await hint(agency);
    await agency.settle();
    setPhones(agency, telefono, ['934445566', 5], ['611222333', 2]);
    await hint(agency);
    await agency.settle();
    expect(client(agency)).toMatchObject({ movil: '611222333', fax: '934445566' });
  });
});
