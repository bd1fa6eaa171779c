import { explain } from '../../lib/admin/explain';
import { TEXTS } from '../../lib/admin/texts';
import { DynamoDecisions } from '../../lib/state/decisions';
import { DynamoIncidents } from '../../lib/state/incidents';
import { DynamoLinks } from '../../lib/state/links';
import { MemoryTable } from '../ports/table';

const NOW = new Date('2026-03-02T09:00:00.000Z');

describe.each(['contact', 'company'] as const)('a %s of Clientify, explained', (kind) => {
  const table = new MemoryTable();
  const links = new DynamoLinks(table);
  const ports = {
    links,
    decisions: new DynamoDecisions(table),
    incidents: new DynamoIncidents(table),
  };

  beforeAll(async () => {
    const at = NOW.toISOString();
    await links.replace('client', { id: '7', status: 'linked', kind, clientifyId: '41', at }, null);
  });

  it('that is linked names its client, where all that happens to it is told', async () => {
    const [english] = await explain(ports, kind, '41', NOW);
    expect(english).toMatch(/41 is GIAV's client 7: .*cli explain client 7/);
    const [spanish] = await explain(ports, kind, '41', NOW, TEXTS.es);
    expect(spanish).toMatch(/41 es el cliente 7 de GIAV: .*cli explain client 7/);
  });

  it('that is linked to nobody says so', async () => {
    expect((await explain(ports, kind, '42', NOW))[0]).toMatch(/42, not linked to a GIAV client/);
  });
});
