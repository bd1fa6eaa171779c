import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareDocumentoKey } from '../../lib/sync/documento-key';
import { synthesise } from '../../local/synth';
import { World, client, expediente } from '../harness/world';

/** Secrets and personal data that are looked for everywhere that is not for the admin's eyes. */
const PLANTED = [
  'TEST-GIAV-KEY',
  'test-clientify-token',
  'Apellidoplantado',
  'Nombreplantado',
  'plantado@example.com',
  '611999888',
  'PLANTEDDOC9Z',
  'Callejonplantado',
  'Comentarioplantado',
] as const;

const PERSON = {
  Apellidos: 'Apellidoplantado',
  Nombre: 'Nombreplantado',
  Email: 'plantado@example.com',
  Movil: '611999888',
  Documento: 'PLANTEDDOC9Z',
  Direccion: 'Callejonplantado 3',
  Comentarios: 'Comentarioplantado',
};

const found = (text: string): string[] => PLANTED.filter((one) => text.includes(one));

describe('secrets, names, e-mails and Documentos', () => {
  it('are in no log and no event, whatever goes wrong', async () => {
    const world = await World.start({
      config: {
        writeBack: { mode: 'on', acknowledgeUnreadable: true },
        clientify: { retrySeconds: 0.01 },
      },
    });
    const directory = world.stateDirectory;
    const secret = new URL(world.webhookUrl).pathname.split('/').pop() ?? '';
    try {
      await world.setGiav('clients', [
        client(1, PERSON),
        client(2, { ...PERSON, Documento: 'PLANTEDDOC9Z2' }),
        client(3, { ...PERSON, Documento: '' }),
      ]);
      await world.setGiav('expedientes', [
        expediente(100, 1, { Titulo: 'Viaje de Apellidoplantado' }),
      ]);
      // Clientify quotes what it refuses, GIAV what it cannot read.
      await world.faults('clientify', [
        {
          when: 'before',
          kind: 'status',
          status: 400,
          match: 'POST /v1/contacts/',
          message: JSON.stringify({ first_name: ['Nombreplantado no es válido'] }),
        },
        { when: 'after', kind: 'reset', match: 'POST /v1/contacts/' },
      ]);
      await world.sync();
      const [contact] = await world.crm('contacts');
      await world.clientify('PATCH', `/contacts/${String(contact?.['id'])}/`, {
        last_name: 'Apellidoplantado Cambiado',
      });
      await world.faults('giav', [
        { when: 'before', kind: 'html', status: 500, match: 'Cliente_GET' },
      ]);
      await world.hint(contact ?? {});
      await fetch(world.webhookUrl, { method: 'POST', body: JSON.stringify({ shape: PERSON }) });
      await fetch(`${world.webhookUrl}x`, { method: 'POST', body: JSON.stringify(PERSON) });
      await world.settled();
      await world.sync('modified');
    } finally {
      await world.stop(true);
    }
    const logs = ['functions.log', 'services.log'].map((file) =>
      readFileSync(join(directory, 'logs', file), 'utf8'),
    );
    const [functions = '', services = ''] = logs;
    expect(functions).toContain('page read');
    expect(functions).toContain('record not written');
    expect(services).toContain('RecordFailed');
    expect(found(logs.join('\n'))).toEqual([]);
    expect(functions.includes(secret)).toBe(false);
    // The key of stored Documentos, and the bare hash that it stands for.
    const key = readFileSync(join(directory, 'documento-key'), 'utf8');
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(
      logs.some((text) => text.includes(key) || text.includes(bareDocumentoKey(PERSON.Documento))),
    ).toBe(false);
    World.discard(directory);
  });

  it('are in no template and no bundle, although the environment of the build holds them', () => {
    const secrets = {
      GIAV_API_KEY: 'TEST-GIAV-KEY',
      CLIENTIFY_TOKEN: 'test-clientify-token',
      WEBHOOK_SECRET: 'Comentarioplantado',
    };
    const before = { ...process.env };
    Object.assign(process.env, secrets);
    // Not the one that other tests have made with other settings.
    const { directory } = synthesise('\n');
    process.env = before;
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(json|js)$/.test(file),
    );
    expect(files.length).toBeGreaterThan(6);
    for (const file of files) {
      const text = readFileSync(join(directory, file), 'utf8');
      expect([file, found(text)]).toEqual([file, []]);
    }
  });
});
