import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { choicesSchema, type Choices } from '../../admin/choices-schema';
import {
  lookAtSettings,
  overlayOf,
  previewSettings,
  revertSettings,
  saveSettings,
  type SettingsState,
} from '../../admin/settings-overlay';
import { draftSchema, type SettingsDraft } from '../../ports/asked';
import { parseJson } from '../../ports/parse-json';
import type { SettingsVersion } from '../../ports/settings-versions';
import { ConfigurationError, saidOf } from '../../sync/errors';
import { askFor } from '../actions';
import type { Pages } from '../pages-of';
import { ConfirmSettingsPage } from '../pages/settings-confirm';
import { SettingsEditPage } from '../pages/settings-edit';
import { SettingsPage } from '../pages/settings';
import { paths } from '../paths';
import type { ConsolePorts } from '../ports';
import { message, page } from '../respond';
import type { ConsoleEnv } from '../session/person';
import { overlayIn } from '../settings-form';

/** Versions that the page shows. */
const VERSIONS = 20;
const MOST_ABOUT = 200;
const UNMAPPED = 'UNMAPPED_STAGE:';

type C = Context<ConsoleEnv>;

const number = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** The lists that somebody had read within the last hour; null where nobody did. */
async function choicesIn({ ports }: Pages, id: string | undefined): Promise<Choices | null> {
  if (id === undefined || !/^[\w-]{1,80}$/.test(id)) return null;
  const answer = await ports.answers.get(id, ports.now());
  return answer?.do === 'choices' ? (choicesSchema.safeParse(answer.result).data ?? null) : null;
}

async function latest({ ports }: Pages): Promise<SettingsVersion[]> {
  const found: SettingsVersion[] = [];
  for await (const version of ports.settings.versions.history())
    if (found.push(version) === VERSIONS) break;
  return found;
}

async function editPage(pages: Pages, c: C, settings: SettingsState, problem?: string) {
  const [choices, run] = await Promise.all([
    choicesIn(pages, c.req.query('listas')),
    pages.ports.settings.runs.lastFull(),
  ]);
  const unmapped = Object.keys(run?.summary?.reasons ?? {})
    .filter((reason) => reason.startsWith(UNMAPPED))
    .map((reason) => reason.slice(UNMAPPED.length));
  const props = { view: pages.viewOf(c), settings, choices, unmapped, problem };
  return page(c, <SettingsEditPage {...props} />, problem === undefined ? 200 : 400);
}

/** What the form wants: an earlier version again, or what was chosen. */
async function draftIn(
  { ports }: Pages,
  form: FormData,
  settings: SettingsState,
): Promise<SettingsDraft> {
  const after = number.safeParse(form.get('despues')).data ?? settings.version;
  const to = number.safeParse(form.get('version')).data;
  return to === undefined
    ? { overlay: overlayIn(form, settings), after }
    : { overlay: await overlayOf(ports.settings, to), after, to };
}

/** Settings as somebody sent them back to be saved; null = nothing that can be read. */
const draftBack = (form: FormData): SettingsDraft | null =>
  draftSchema.safeParse({
    overlay: parseJson(String(form.get('ajustes'))),
    after: number.safeParse(form.get('despues')).data,
    to: number.safeParse(form.get('version')).data,
  }).data ?? null;

/** What was chosen, and what it would change: seen at once, or counted by a dry run first. Nothing is saved. */
async function showChanges(pages: Pages, c: C) {
  const { ports, viewOf } = pages;
  const settings = await lookAtSettings(ports.settings);
  const view = viewOf(c);
  try {
    const draft = await draftIn(pages, await c.req.formData(), settings);
    const preview = await previewSettings(ports.settings, draft.overlay);
    // What changes records is counted by a dry run, which needs both keys, and settings that fit: no function begins
    // without.
    if (preview.needsFullRun && settings.unfit === null)
      return await askFor(ports, c, 'rehearse', {
        do: 'rehearse',
        mode: 'full',
        settings: draft,
      });
    return await page(c, <ConfirmSettingsPage view={view} draft={draft} preview={preview} />);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return editPage(pages, c, settings, saidOf(error)[view.language]);
  }
}

/**
 * Saves settings, or takes those of an earlier version again. Who did it is noted first.
 * @throws ConfigurationError somebody else was quicker, or they do not fit
 */
async function keep(
  { activity, now, settings }: ConsolePorts,
  { overlay, after, to }: SettingsDraft,
  by: string,
): Promise<void> {
  const [{ changes }, { version }] = await Promise.all([
    previewSettings(settings, overlay),
    lookAtSettings(settings),
  ]);
  const about = `${after + 1}: ${changes.map(({ path }) => path).join(', ')}`;
  const what = to === undefined ? 'settings' : 'revert';
  const line = { at: now().toISOString(), who: by, what, about: about.slice(0, MOST_ABOUT) };
  // What somebody else has overtaken is refused below: nobody did it.
  if (version === after) await activity.note(line);
  await (to === undefined
    ? saveSettings(settings, { overlay, after, by })
    : revertSettings(settings, { to, after, by }));
}

/** Looking at the settings, choosing others, seeing what that would change, and saving. */
export function settingsRoutes(app: Hono<ConsoleEnv>, pages: Pages): void {
  const { ports, viewOf } = pages;

  app.get(paths.settings, async (c) => {
    const [settings, versions] = await Promise.all([lookAtSettings(ports.settings), latest(pages)]);
    const view = viewOf(c);
    const problem = settings.unfit === null ? undefined : saidOf(settings.unfit)[view.language];
    return page(c, <SettingsPage {...{ view, settings, versions, problem }} />);
  });
  app.get(paths.editSettings, async (c) => {
    if (c.get('person').role !== 'admin') return c.redirect(paths.settings, 303);
    return editPage(pages, c, await lookAtSettings(ports.settings));
  });

  app.post(paths.actions.settings, (c) => showChanges(pages, c));
  app.post(paths.actions.saveSettings, async (c) => {
    const view = viewOf(c);
    const draft = draftBack(await c.req.formData());
    if (draft === null) return message(c, view, view.t.edit.unreadable, 400);
    try {
      await keep(ports, draft, c.get('person').id);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return message(c, view, saidOf(error)[view.language], 400);
    }
    return c.redirect(paths.settings, 303);
  });
}
