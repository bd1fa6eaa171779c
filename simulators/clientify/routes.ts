import type { CrmRecord } from '../agency/data';
import type { Answer } from '../http';
import { html, json, notAllowed, refuse } from './answers';
import { LOSS_REASONS } from './catalogue';
import type { CustomFields } from './custom-fields';
import type { Deals } from './deals';
import { pageOf, search, type ListRequest } from './lists';
import { allowed } from './options';
import type { Records } from './records';
import type { Shown } from './shown';
import { textOf, type Collection, type Store } from './store';
import type { ClientifySwitches } from './switches';
import type { Author } from './webhooks';

const isCollection = (text: string): text is Collection =>
  text === 'contacts' || text === 'companies' || text === 'deals';

const UNSIZED: Pick<ListRequest, 'sized' | 'shown'> = { sized: false, shown: (record) => record };

/** A request that may be answered: whoever sends it is known. */
export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly parts: readonly string[];
  readonly input: CrmRecord;
  readonly by: Author;
  readonly hosts: { readonly own: string; readonly other: string };
}

/** The resources of v1, each with what it answers. */
export class Routes {
  constructor(
    private readonly store: Store,
    private readonly switches: ClientifySwitches,
    private readonly deals: Deals,
    private readonly records: Records,
    private readonly customFields: CustomFields,
    private readonly shown: Shown,
  ) {}

  private list(request: ApiRequest, all: readonly CrmRecord[], { sized, shown } = UNSIZED): Answer {
    const { url, hosts } = request;
    return pageOf(this.switches, all, {
      path: url.pathname,
      query: url.searchParams,
      hosts,
      sized,
      shown,
    });
  }

  route(request: ApiRequest): Answer {
    const { method, parts } = request;
    const [first = '', second, third] = parts;
    if (first === 'users' && method === 'GET')
      return this.list(
        request,
        this.deals.users.map((username, at) => ({ id: 101 + at, username, full_name: username })),
      );
    if (first === 'custom-fields') return this.definitions(request);
    if (first === 'deals' && second === 'loss-reasons') return json(200, LOSS_REASONS);
    if (first === 'deals' && second === 'pipelines')
      return this.list(
        request,
        third === 'stages' ? this.deals.stageRecords() : this.deals.pipelineRecords(),
      );
    if (!isCollection(first)) return html(404);
    if (method === 'OPTIONS' && third === undefined)
      return allowed(this.switches, first, second !== undefined);
    return second === undefined
      ? this.collection(request, first)
      : this.record(request, first, second);
  }

  private collection(request: ApiRequest, collection: Collection): Answer {
    const { method, url, input, by } = request;
    if (method === 'GET') {
      const found = search(this.store, this.switches, collection, url.searchParams);
      return this.list(request, found, {
        sized: true,
        shown: (record) => this.shown.inList(collection, record),
      });
    }
    if (method !== 'POST') return notAllowed(method);
    const force = url.searchParams.get('force_insert') === 'true';
    const { record, isNew } = this.records.create(collection, input, by, force);
    return json(isNew ? 201 : 200, this.shown.record(collection, record));
  }

  private record(request: ApiRequest, collection: Collection, id: string): Answer {
    const { method, parts, input, by } = request;
    if (!/^\d+$/.test(id)) return html(404);
    const record = this.store.records[collection].get(Number(id));
    if (!record) return json(404, { detail: 'Not found.' });
    const [, , sub, entryId] = parts;
    if (sub !== undefined) return this.subResource(request, collection, record, sub, entryId);
    if (method === 'GET') return json(200, this.shown.record(collection, record));
    if (method === 'DELETE') {
      this.records.remove(collection, record, by);
      return json(204, null);
    }
    if (
      method !== 'PUT' &&
      !(method === 'PATCH' && (this.switches.patch || collection === 'deals'))
    )
      return notAllowed(method);
    return json(
      200,
      this.shown.record(collection, this.records.update(collection, record, input, by)),
    );
  }

  private subResource(
    request: ApiRequest,
    collection: Collection,
    record: CrmRecord,
    sub: string,
    entryId: string | undefined,
  ): Answer {
    const { method, input, by } = request;
    const saved = (): void => void this.records.saved(collection, record, by);
    const shown = (answer: Answer | CrmRecord[]): Answer =>
      Array.isArray(answer) ? this.list(request, answer) : answer;
    const { tags, entries } = this.records;
    if (sub === 'tags') {
      const dropped =
        collection === 'deals' && this.switches.dealTagsDropped === 'always' && by === 'key';
      return shown(tags.route(method, record, entryId, input, dropped, saved));
    }
    if (collection === 'deals') {
      if (sub !== 'close' || method !== 'POST') return html(404);
      this.deals.close(record, input);
      saved();
      return json(200, { status: 'ok' });
    }
    if (collection === 'companies' && sub === 'employees')
      return this.employees(request, record, entryId);
    return shown(entries.route(method, record, sub, entryId, input, saved));
  }

  /** Links a contact to a company by their ids. */
  private employees(
    request: ApiRequest,
    company: CrmRecord,
    contactId: string | undefined,
  ): Answer {
    const { method, by } = request;
    const contacts = this.store.records.contacts;
    if (contactId === undefined)
      return this.list(
        request,
        [...contacts.values()].filter((one) => one['company'] === company['id']),
      );
    const contact = contacts.get(Number(contactId));
    if (!contact) return json(404, { detail: 'Not found.' });
    if (method !== 'PUT' && method !== 'DELETE') return notAllowed(method);
    contact['company'] = method === 'PUT' ? (company['id'] ?? null) : null;
    this.records.saved('contacts', contact, by);
    return method === 'PUT' ? json(200, this.shown.record('contacts', contact)) : json(204, null);
  }

  private definitions(request: ApiRequest): Answer {
    const { method, input } = request;
    if (method === 'GET') return this.list(request, [...this.store.definitions.values()]);
    if (method !== 'POST' || !this.switches.fieldCreation) return notAllowed(method);
    if (textOf(input['name']) === '' || textOf(input['content_type']) === '')
      throw refuse(this.switches, 'name', 'required');
    return json(
      201,
      this.customFields.define(
        textOf(input['name']),
        textOf(input['content_type']),
        Number(input['field_type'] ?? 3),
      ),
    );
  }
}
