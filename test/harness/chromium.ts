import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** The machine's browser; undefined where there is none. CHROMIUM names another place. */
export const CHROMIUM =
  process.env['CHROMIUM'] ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** Describes what is looked at in a browser; it says so where that is left out. */
export const describeInBrowser = (what: string, tests: () => void): void => {
  if (CHROMIUM === undefined)
    console.warn(
      `SKIPPED: Chromium is missing (CHROMIUM names another place), so ${what} is not looked at.`,
    );
  (CHROMIUM === undefined ? describe.skip : describe)(`${what} in a browser`, tests);
};

/** It asks nobody for anything by itself. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
