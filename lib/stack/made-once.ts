import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { HOUR_MS } from '../sync/budget';

export const ROOT = join(__dirname, '..', '..');
/** Ignored by git. */
const BUILD = join(ROOT, '.build');
const ABANDONED_MS = HOUR_MS;

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  const full = join(ROOT, path);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats?.isDirectory())
    for (const name of readdirSync(full).sort()) addTo(hash, join(path, name));
  else hash.update(`${path} ${stats?.size ?? 'missing'}\n`).update(stats ? readFileSync(full) : '');
}

/** Names the content of files and folders (paths from the root of the repository) and what else decides the outcome. */
export function contentKey(paths: readonly string[], ...more: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(more));
  for (const path of paths) addTo(hash, path);
  return hash.digest('hex').slice(0, 16);
}

/** Removes what killed processes left half made. What was made stays: a process that runs for months may still need it. */
function sweep(kind: string): void {
  const draft = new RegExp(`^${kind}-[0-9a-f]{16}-\\w{6}$`);
  for (const name of readdirSync(BUILD).filter((one) => draft.test(one))) {
    const begun = statSync(join(BUILD, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (begun < Date.now() - ABANDONED_MS)
      rmSync(join(BUILD, name), { recursive: true, force: true });
  }
}

/**
 * A folder of the build that is made once for each key. It is made aside and moved into place: whoever is killed while
 * making it leaves nothing that another would take for done, and two that make it at once end with the same.
 * @param keyOf is asked again at the end: what was edited meanwhile is not kept under the name of what it was.
 */
export function madeOnce(kind: string, keyOf: () => string, make: (draft: string) => void): string {
  for (;;) {
    const key = keyOf();
    const directory = join(BUILD, `${kind}-${key}`);
    if (existsSync(directory)) return directory;
    mkdirSync(BUILD, { recursive: true });
    sweep(kind);
    const draft = mkdtempSync(`${directory}-`);
    try {
      make(draft);
      if (keyOf() === key) renameSync(draft, directory);
    } catch (error) {
      if (!existsSync(directory)) throw error;
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
}
