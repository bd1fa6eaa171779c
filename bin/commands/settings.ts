import {
  previewSettings,
  readSettings,
  revertSettings as revert,
  saveSettings,
  settingsHistory as historyOf,
  type SettingsPreview,
} from '../../lib/admin/settings-overlay';
import { TEXTS } from '../../lib/admin/texts';
import { withSetting } from '../../lib/config/overlay';
import { EXIT, say } from './exit';
import { print, printJson, printLines } from './output';
import { onSettings, whoAsks, type Asked } from './where';

const shown = (value: unknown): string => JSON.stringify(value, null, 2);

export async function settings({ json, ...where }: Asked): Promise<number> {
  const state = await onSettings(where, readSettings);
  const { deployed, overlay, effective, version, at, by } = state;
  const texts = TEXTS[where.language].settings;
  if (json) printJson(state);
  else
    printLines([
      texts.deployed,
      shown(deployed),
      '',
      ...(version === 0
        ? [texts.unchanged]
        : [texts.overlay(version, at ?? '', by ?? ''), shown(overlay)]),
      '',
      texts.effective,
      shown(effective),
    ]);
  return EXIT.done;
}

export interface SetOptions extends Asked {
  /** Save nothing. */
  readonly preview?: boolean;
}

/** A value as a person types it: JSON where it is some, else the text itself. */
function valueOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function printPreview(preview: SettingsPreview, language: Asked['language']): void {
  const { changes, needsFullRun, atMost, countedAt } = preview;
  const say = TEXTS[language].settings.preview;
  if (changes.length === 0) {
    printLines([say.same]);
    return;
  }
  const short = (value: unknown): string =>
    value === undefined ? say.none : JSON.stringify(value);
  print(
    say.head,
    changes.map(({ path, from, to, touches, records }) => [
      path,
      short(from),
      short(to),
      `${say.about[touches]}${records === undefined ? '' : say.records(records)}`,
    ]),
  );
  if (needsFullRun)
    printLines([
      say.full,
      atMost ? say.atMost(atMost.clients, atMost.expedientes, countedAt ?? '') : say.notCounted,
    ]);
}

export async function setSetting(
  path: string,
  value: string | undefined,
  { json, preview: only, ...where }: SetOptions,
): Promise<number> {
  const { preview, saved } = await onSettings(where, async (ports) => {
    const { effective, overlay, version } = await readSettings(ports);
    const next = withSetting(effective, overlay, path, valueOf(value));
    const preview = await previewSettings(ports, next);
    const change = { overlay: next, after: version, by: whoAsks() };
    const isNothing = JSON.stringify(next) === JSON.stringify(overlay);
    return { preview, saved: only || isNothing ? null : await saveSettings(ports, change) };
  });
  if (json) printJson({ ...preview, version: saved?.version ?? null });
  else {
    printPreview(preview, where.language);
    const texts = TEXTS[where.language].settings;
    say(saved ? texts.saved(saved.version) : texts.rehearsed);
  }
  return EXIT.done;
}

export interface RevertOptions extends Asked {
  /** 0 = the deployed document alone. */
  readonly to: number;
}

export async function revertSettings({ json, to, ...where }: RevertOptions): Promise<number> {
  const saved = await onSettings(where, async (ports) => {
    const after = (await ports.versions.current())?.version ?? 0;
    return revert(ports, { to, after, by: whoAsks() });
  });
  if (json) printJson(saved);
  else say(TEXTS[where.language].settings.saved(saved.version));
  return EXIT.done;
}

export async function settingsHistory({ json, ...where }: Asked): Promise<number> {
  const history = await onSettings(where, historyOf);
  const texts = TEXTS[where.language].settings;
  if (json) printJson(history);
  else if (history.length === 0) say(texts.noHistory);
  else
    print(
      texts.head,
      history.map(({ version, at, by, overlay, revertOf }) => [
        version,
        at,
        by,
        [
          ...(revertOf === undefined ? [] : [texts.reverted(revertOf)]),
          JSON.stringify(overlay),
        ].join(': '),
      ]),
    );
  return EXIT.done;
}
