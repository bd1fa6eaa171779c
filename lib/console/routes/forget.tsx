import type { Context, Hono } from 'hono';
import { ask } from '../actions';
import { ForgetPage } from '../pages/forget';
import type { Pages } from '../pages-of';
import { BASE, paths } from '../paths';
import { page } from '../respond';
import { settingsHere } from '../settings-here';
import type { ConsoleEnv } from '../session/person';

const ID = '/:id{\\d{1,19}}';

/** Erasing what is stored about a client: first what that means, then its id typed once more. */
export function forgetRoutes(app: Hono<ConsoleEnv>, { ports, viewOf }: Pages): void {
  const shown = async (c: Context<ConsoleEnv>, client: string, problem?: string) => {
    const { forgotten } = (await settingsHere(ports)).config;
    const props = { view: viewOf(c), client, forgotten, problem };
    return page(c, <ForgetPage {...props} />, problem === undefined ? 200 : 400);
  };
  app.get(`${BASE}/ficha/cliente${ID}/borrar`, async (c) => {
    const id = c.req.param('id');
    if (c.get('person').role !== 'admin') return c.redirect(paths.record('client', id), 303);
    return shown(c, id);
  });
  const mistyped = async (c: Context<ConsoleEnv>) => {
    const client = (await c.req.formData()).get('cliente');
    const id = typeof client === 'string' && /^\d{1,19}$/.test(client) ? client : '';
    return shown(c, id, viewOf(c).t.forget.mistyped);
  };
  app.post(paths.actions.forget, ask(ports, 'forget', mistyped));
}
