/** Below it lie all pages of the console. */
export const CONSOLE_BASE = '/console';

/** Below the console's own path: where people are signed in and out. They need no session. */
export const SESSION_PATHS = {
  signIn: '/entrar',
  /** Where the provider sends them back to. */
  callback: '/vuelta',
  signOut: '/salir',
  signedOut: '/fuera',
} as const;

/**
 * Forms that look for something and change nothing, so a reader may send them: what they hold (a Documento) must not stand
 * in an address.
 */
export const LOOKING_FORMS: readonly string[] = ['/ficha'];

const NO_HOST = 'https://console.invalid';
/** One slash, and then nothing that a browser would drop or turn into another one. */
const PLAIN_PATH = /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/;

/**
 * A way back that somebody else may have put together: path and query of one of our own pages, or else the first page.
 * Never another host, however it is written (`//host`, `/\host`, a scheme, a tab in between), and never the way in or out.
 * @param base path below which the console lies: `/console`
 */
export function ownPage(base: string, wanted: string | undefined): string {
  if (wanted === undefined || !PLAIN_PATH.test(wanted) || !URL.canParse(wanted, NO_HOST))
    return base;
  const { origin, pathname, search } = new URL(wanted, NO_HOST);
  const isPage =
    origin === NO_HOST &&
    (pathname === base || pathname.startsWith(`${base}/`)) &&
    !Object.values(SESSION_PATHS).some((path) => pathname === `${base}${path}`);
  return isPage ? `${pathname}${search}` : base;
}
