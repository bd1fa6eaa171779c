import { paths } from '../../lib/console/paths';
import { describeInBrowser } from '../harness/chromium';
import { ConsoleVisit } from '../harness/console-visit';
import { World, client, expediente, withId } from '../harness/world';

const DOCUMENT = { clientify: { timeoutSeconds: 1, retrySeconds: 0.01 } };

describeInBrowser('what is done at the console about one client', () => {
  let world: World;
  let visit: ConsoleVisit;

  beforeAll(async () => {
    world = await World.start({ timeScale: 1 / 100, config: DOCUMENT });
    await world.setGiav('clients', [client(1), client(2), client(3)]);
    await world.setGiav('expedientes', [expediente(101, 1)]);
    await world.sync();
    visit = await ConsoleVisit.start(world, DOCUMENT);
  });
  afterAll(async () => {
    await visit.stop();
    await world.stop();
  });
  afterEach(() => {
    expect([visit.elsewhere, visit.problems]).toEqual([[], []]);
  });

  const contact = async (id: number) => withId(await world.crm('contacts'), id)[0];

  it('a conflict: both values side by side, one is chosen, and both sides hold it', async () => {
    const before = await contact(1);
    await world.clientify('PATCH', `/contacts/${String(before?.['id'])}/`, {
      first_name: 'Lucinda',
    });
    // Later than what would be taken for the end of our own write.
    await world.control('POST', 'clientify/age', {
      collection: 'contacts',
      id: before?.['id'],
      seconds: 60,
    });
    await world.sync();
    const ana = await visit.person({ javaScriptEnabled: false });
    await ana.page.getByRole('link', { name: 'Ver qué hacer' }).click();
    await ana.page.getByRole('link', { name: 'Ver los registros' }).click();
    await ana.page.getByRole('link', { name: 'Cliente 1' }).click();
    await ana.press('Comparar los dos lados ahora');
    await ana.sees('Lucinda');
    await ana.press('Dejar el de GIAV: first_name');
    await ana.sees('Los dos lados tendrán en «first_name» el valor de GIAV');
    await world.settled();
    expect((await contact(1))?.['first_name']).toBe('Lucía');
    await ana.page.getByRole('link', { name: 'Cliente 1' }).click();
    // The value that gave way is not lost.
    await ana.sees('Lucinda');
    await ana.open(paths.waiting);
    await ana.sees('Nada espera a una persona');
    await ana.leave();
  });

  it('one record: what would be sent now, and nothing is', async () => {
    await world.editClient(2, { Nombre: 'Lorenza' });
    const ana = await visit.person();
    await ana.open(paths.record('client', '2'));
    await ana.press('Ver qué se enviaría ahora');
    await ana.sees('No se ha escrito nada');
    await ana.page.getByText('Campo: ').click();
    await ana.sees('Lorenza');
    expect((await contact(2))?.['first_name']).toBe('Lucía');
    await ana.leave();
  });

  it('a dry run of all, on its page', async () => {
    const ana = await visit.person({ bypassCSP: true, viewport: { width: 360, height: 700 } });
    await ana.open(paths.runs);
    await ana.press('Simulacro de una completa');
    await ana.sees('No se ha escrito nada');
    expect(await ana.text()).toContain('Campos que cambiarían');
    expect([await ana.violations(), await ana.overflow()]).toEqual([[], 0]);
    await ana.leave();
  });

  it('whose the webhook slots are: a foreign one is named and left alone', async () => {
    await world.control('POST', 'clientify/hooks', 'https://crm.example/hook?token=private');
    const ana = await visit.person({ bypassCSP: true, viewport: { width: 360, height: 700 } });
    await ana.open(paths.connection);
    await ana.press('Mirar los huecos');
    await ana.sees('No todos los huecos son nuestros');
    expect(await ana.text()).toContain('crm.example');
    expect([await ana.violations(), await ana.overflow()]).toEqual([[], 0]);
    await ana.page.getByRole('link', { name: 'Volver a Conexión' }).click();
    await ana.sees('Llama a crm.example');
    expect(await ana.text()).not.toContain('private');
    expect([await ana.violations(), await ana.overflow()]).toEqual([[], 0]);
    await world.control('POST', 'clientify/hooks', '');
    await ana.leave();
  });

  it('a person is erased after the id was typed, and never synced again', async () => {
    const ana = await visit.person({ bypassCSP: true, viewport: { width: 360, height: 700 } });
    await ana.open(paths.record('client', '3'));
    await ana.page.getByRole('link', { name: 'Borrar lo guardado de esta persona' }).click();
    await ana.sees('No se puede deshacer');
    expect([await ana.violations(), await ana.overflow()]).toEqual([[], 0]);
    await ana.page.getByLabel('Escriba el id de GIAV del cliente (3) para confirmarlo').fill('3');
    await ana.press('Borrar para siempre');
    await ana.sees('Ya no queda guardado nada de: Cliente 3.');
    expect((await visit.desk.links.get('client', '3'))?.status).toBe('forgotten');
    await ana.open(paths.record('client', '3'));
    await ana.sees('Borrado a petición');
    await ana.leave();
  });
});
