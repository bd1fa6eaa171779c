import type { ClientifyHttp } from '../../lib/clientify/http';
import { Sender } from '../../lib/clientify/sender';
import { RecordError } from '../../lib/sync/errors';

/** Sends a record to an API that refuses one field of it; the bodies that were sent. */
async function send(field: string): Promise<{ bodies: object[]; refused: boolean }> {
  const bodies: object[] = [];
  const request = (_: string, __: string, body: object): Promise<unknown> => {
    bodies.push(body);
    return field in body
      ? Promise.reject(new RecordError('refused with 400', [field], 400, undefined, [{ field }]))
      : Promise.resolve({ id: 1 });
  };
  const sender = new Sender({ request } as unknown as ClientifyHttp);
  const value = field === 'custom_fields' ? [{ field: 'gesintur_id', value: '7' }] : 'x';
  const record = { last_name: 'Ruiz', [field]: value };
  const refused = await sender.tolerant('POST', '/contacts/', record).then(
    () => false,
    () => true,
  );
  return { bodies, refused };
}

describe('a field that Clientify refuses', () => {
  it.each([
    'taxpayer_identification_number',
    'custom_fields',
    'first_name',
    'name',
    'contact',
    'company',
    'pipeline',
    'pipeline_stage',
  ])(
    '%s: the record is refused with it, never sent without: it would not be ours',
    async (field) => {
      const { bodies, refused } = await send(field);
      expect([bodies.length, refused]).toEqual([1, true]);
    },
  );
  it('any other is left out, and the record goes without it', async () => {
    const { bodies, refused } = await send('remarks');
    expect(refused).toBe(false);
    expect(bodies).toEqual([{ last_name: 'Ruiz', remarks: 'x' }, { last_name: 'Ruiz' }]);
  });
});
