import * as z from 'zod';
import type { ClientifyHttp } from '../clientify/http';
import { COLLECTION, readPage } from '../clientify/lists';
import { readPipelines } from '../clientify/pipelines';
import { GiavProbes } from '../giav/probes';
import { RecordError } from '../sync/errors';
import type { Choices } from './choices-schema';
import type { Systems } from './systems';

/** Contacts that are looked at for their type. */
const LOOKED_AT = 10;
const withId = z.object({ id: z.coerce.string() });
const withType = z.object({ contact_type: z.string().min(1) });

/** Only the record shows its type, its entry in the list does not. */
async function contactTypes(http: ClientifyHttp): Promise<string[]> {
  const { results } = await readPage(http, COLLECTION.contact, 1);
  const found = new Set<string>();
  for (const item of results.slice(0, LOOKED_AT)) {
    const id = withId.safeParse(item).data?.id;
    if (id === undefined) continue;
    const shown = withType.safeParse(await http.request('GET', `${COLLECTION.contact}${id}/`));
    if (shown.data) found.add(shown.data.contact_type);
  }
  return [...found];
}

async function offices(probes: GiavProbes): Promise<Choices['offices']> {
  try {
    return (await probes.offices()).filter(({ code }) => code !== '');
  } catch (error) {
    if (error instanceof RecordError) return null;
    throw error;
  }
}

/** Asks both systems what the settings may choose among; reads, and writes nothing. Errors as those of both. */
export async function readChoices(
  { giav, clientify }: Pick<Systems, 'giav' | 'clientify'>,
  concurrency: number,
): Promise<Choices> {
  const [states, pipelines, codes, types] = await Promise.all([
    giav.expedienteStages(),
    readPipelines(clientify, concurrency),
    offices(new GiavProbes(giav)),
    contactTypes(clientify),
  ]);
  return {
    states: states.map(({ id, name }) => ({ id, name })),
    pipelines,
    offices: codes,
    contactTypes: types,
  };
}
