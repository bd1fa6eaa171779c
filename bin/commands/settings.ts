import {
  lookAtSettings,
  previewSettings,
  revertSettings as revert,
  saveSettings,
  settingsHistory as historyOf,
  type SettingsPreview,
} from '../../lib/admin/settings-overlay';
import type { Language } from '../../lib/admin/language';
import { TEXTS } from '../../lib/admin/texts';
import { withSetting } from '../../lib/config/overlay';
import { saidOf } from '../../lib/sync/errors';
import { dryRun } from './dry-run';
import { EXIT, say } from './exit';
import { print, printJson, printLines } from './output';
import { onSettings, whoAsks, type Asked } from './where';

const shown = (value: unknown): string => JSON.stringify(value, null, 2);

export async function settings({ json, ...where }: Asked): Promise<number> {
  const { unfit, ...state } = await onSettings(where, lookAtSettings);
  const { deployed, overlay, effective, version, at, by } = state;
  const problem = unfit && saidOf(unfit);
  const texts = TEXTS[where.language].settings;
  // Nothing counts where it does not fit.
  if (json) printJson(problem ? { ...state, effective: null, problem } : state);
  else
    printLines([
      texts.deployed,
      shown(deployed),
      '',
      ...(version === 0
        ? [texts.unchanged]
        : [texts.overlay(version, at ?? '', by ?? ''), shown(overlay)]),
      '',
      ...(problem ? [texts.unfit(problem[where.language])] : [texts.effective, shown(effective)]),
    ]);
  return problem ? EXIT.configuration : EXIT.done;
}

export interface SetOptions extends Asked {
  /** Save nothing. */
  readonly preview?: boolean;
  /** Save nothing, and try a full run by it. */
  readonly dryRun?: boolean;
  /** Folder of its report. */
  readonly report?: string;
  readonly reportLanguage: Language;
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
  { json, preview: only, dryRun: tries, report, reportLanguage, ...where }: SetOptions,
): Promise<number> {
  const { next, preview, saved } = await onSettings(where, async (ports) => {
    // Also where it does not fit any more: then this is what repairs it.
    const { effective, overlay, version } = await lookAtSettings(ports);
    const next = withSetting(effective, overlay, path, valueOf(value));
    const preview = await previewSettings(ports, next);
    const change = { overlay: next, after: version, by: whoAsks() };
    const isNothing = JSON.stringify(next) === JSON.stringify(overlay);
    const saves = !only && !tries && !isNothing;
    return { next, preview, saved: saves ? await saveSettings(ports, change) : null };
  });
  if (tries) {
    if (!json) printPreview(preview, where.language);
    return dryRun({ ...where, json, mode: 'full', report, reportLanguage, overlay: next });
  }
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
