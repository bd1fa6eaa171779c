import type { Context, Hono } from 'hono';
import { clientifyIn, ofClientify, readRecord, type Found } from '../../admin/record';
import { askFor } from '../actions';
import type { Pages } from '../pages-of';
import { FIND_BY, FindPage, type FindBy } from '../pages/find';
import { RecordPage } from '../pages/record';
import { entityOf, paths } from '../paths';
import type { ConsolePorts } from '../ports';
import { page } from '../respond';
import { settingsHere } from '../settings-here';
import { isGenuine } from '../session/guard';
import type { ConsoleEnv } from '../session/person';
import type { View } from '../view';

const ID = /^\d{1,19}$/;
const NUMBER = /^[\w./ -]{1,60}$/;

/** What was found, or the sentence that says why nothing was. */
type Answered = Found | { readonly problem: (t: View['t']['record']) => string };

const problem = (why: keyof View['t']['record']): Answered => ({
  problem: (t) => String(t[why]),
});

async function byClientify({ state }: ConsolePorts, value: string): Promise<Answered> {
  const pasted = clientifyIn(value);
  if (pasted?.kind === 'deal') return problem('dealsByGiav');
  if (pasted) return ofClientify(state, pasted.kind, pasted.id);
  if (!ID.test(value)) return problem('notAnId');
  // A bare id may be a contact's or a company's: whoever is known counts.
  const [contact, company] = await Promise.all([
    ofClientify(state, 'contact', value),
    ofClientify(state, 'company', value),
  ]);
  return [contact, company].find(({ entity }) => entity === 'client') ?? contact;
}

async function byDocumento({ ofDocumento }: ConsolePorts, value: string): Promise<Answered> {
  if (ofDocumento === null) return problem('noDocumentoKey');
  const [client] = await ofDocumento(value);
  return client === undefined ? problem('noDocumento') : { entity: 'client', id: client };
}

function find(ports: ConsolePorts, by: FindBy, value: string): Promise<Answered> {
  if (by === 'clientify') return byClientify(ports, value);
  if (by === 'documento') return byDocumento(ports, value);
  if (by === 'number') return Promise.resolve(problem('notFound'));
  return Promise.resolve(ID.test(value) ? { entity: by, id: value } : problem('notAnId'));
}

/** Finding a record, and its page. */
export function findRoutes(
  app: Hono<ConsoleEnv>,
  { ports, viewOf, notFound }: Pages,
  origin: string,
  forged: (c: Context<ConsoleEnv>) => Response | Promise<Response>,
): void {
  app.get(paths.find, (c) => page(c, <FindPage view={viewOf(c)} by="client" />));
  app.post(paths.find, async (c) => {
    // It changes nothing, so a reader may; but nobody else's page may ask in their name.
    if (!(await isGenuine(c, origin))) return forged(c);
    const form = await c.req.formData();
    const by = FIND_BY.find((one) => one === form.get('por')) ?? 'client';
    const value = form.get('valor');
    const typed = typeof value === 'string' ? value.trim() : '';
    // Numbers are GIAV's: who holds its key looks.
    if (by === 'number' && NUMBER.test(typed))
      return askFor(ports, c, 'find-expediente', {
        do: 'find-expediente',
        number: typed,
      });
    const found = await find(ports, by, typed);
    if ('entity' in found) return c.redirect(paths.record(found.entity, found.id), 303);
    const view = viewOf(c);
    return page(c, <FindPage view={view} by={by} problem={found.problem(view.t.record)} />, 404);
  });
  app.get(`${paths.find}/:entity/:id`, async (c) => {
    const entity = entityOf(c.req.param('entity'));
    const id = c.req.param('id');
    if (entity === undefined || !ID.test(id)) return notFound(c);
    const view = viewOf(c);
    const [record, halt, { config }] = await Promise.all([
      readRecord(ports.state, entity, id, view.now),
      entity === 'client' ? ports.state.incidents.haltOf(id) : null,
      settingsHere(ports),
    ]);
    return page(c, <RecordPage view={view} record={record} halt={halt} config={config} />);
  });
}
