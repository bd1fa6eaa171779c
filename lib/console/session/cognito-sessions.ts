import { Hono, type Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';
import type { Language } from '../../admin/language';
import { SECOND_MS, SESSION } from '../../sync/budget';
import { RetryableError } from '../../sync/errors';
import { beginSignIn, begunSignIn, challengeOf, sealSignIn } from './begun-sign-in';
import { isGenuine } from './guard';
import type { Identity } from './identity';
import type { Found, KeptSessions } from './kept-sessions';
import { PAGE_HEADERS, sentencePage, type Way } from './page';
import { LOOKING_FORMS, SESSION_PATHS, ownPage } from './paths';
import type { ConsoleEnv, Sessions } from './person';
import type { Provider } from './provider';
import { NO_ANSWER, REFUSALS, Refused, type Refusal } from './refused';
import { isSame } from './seal';

export interface CognitoSessionPorts {
  readonly kept: KeptSessions;
  readonly provider: Pick<Provider, 'signInUrl' | 'signOutUrl' | 'tokensFor'>;
  readonly identify: (idToken: string) => Promise<Identity>;
  /** What begun sign-ins are sealed with. */
  readonly secret: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Our own address, without a path. */
  readonly origin: string;
  /** Path below which the console lies. */
  readonly base: string;
}

const SESSION_COOKIE = 'session';
const SIGN_IN_COOKIE = 'sign-in';
/**
 * `__Host-`, HttpOnly, Secure. Lax and not Strict: who comes from the provider, or from a link in an e-mail of an alarm, is
 * still signed in. What changes something is a POST, which Lax keeps away from other sites, and is checked besides.
 */
const COOKIE = {
  prefix: 'host',
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: 'Lax',
} as const;

const SIGN_IN_AGAIN = { en: 'Sign in', es: 'Entrar' };
const OTHER_ACCOUNT = { en: 'Use another account', es: 'Usar otra cuenta' };
const TO_PROVIDER = { en: 'Sign out everywhere', es: 'Salir del todo' };
const SIGNED_OUT = { en: 'You have signed out.', es: 'Ha salido de la consola.' };
const BROKEN = {
  en: 'Something went wrong here. Please try again; if it stays so, tell whoever administers the console.',
  es: 'Algo ha fallado aquí. Inténtelo de nuevo; si sigue igual, dígaselo a quien administra la consola.',
};
const BACK = { en: 'Back', es: 'Volver' };
const READS = new Set(['GET', 'HEAD']);

type C = Context<ConsoleEnv>;

function statusOf(why: Refusal): 400 | 401 | 403 {
  if (why === 'SESSION') return 401;
  return why === 'STATE' || why === 'DENIED' ? 400 : 403;
}

const languageOf = (c: C): Language => (getCookie(c, 'language') === 'en' ? 'en' : 'es');

/** Sign-in by Cognito. Sessions are kept by us; the provider is asked who somebody is, and every few minutes again. */
export function cognitoSessions(ports: CognitoSessionPorts): Sessions {
  const { origin } = ports;
  const steps = new Steps(ports);
  const routes = new Hono<ConsoleEnv>();
  const { signIn, callback, signOut, signedOut } = SESSION_PATHS;
  routes.get(signIn, (c) => steps.signIn(c));
  routes.get(callback, (c) => steps.answered(c, () => steps.letIn(c)));
  routes.post(signOut, (c) => steps.answered(c, () => steps.signOut(c)));
  routes.get(signedOut, (c) =>
    sentencePage(c, {
      language: languageOf(c),
      status: 200,
      says: SIGNED_OUT,
      way: steps.again(),
    }),
  );
  return {
    origin,
    routes,
    required: async (c, next) => {
      // One path may be matched twice.
      if ((c.get('person') as unknown) !== undefined) return next();
      const found = await steps.answered(c, () => steps.find(c));
      if (found instanceof Response) return found;
      c.set('person', found.person);
      c.set('csrf', found.csrf);
      return next();
    },
  };
}

class Steps {
  constructor(private readonly ports: CognitoSessionPorts) {}

  again(): Way {
    return { href: this.path('signIn'), says: SIGN_IN_AGAIN };
  }

  /** What the work answers, or a page with a sentence: never a stack, and never what somebody else wrote. */
  async answered<T>(c: C, work: () => Promise<T>): Promise<T | Response> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused) return this.refusal(c, error.why);
      const { log } = this.ports;
      const isWeather = error instanceof RetryableError;
      if (isWeather) log.warn('the sign-in service does not answer', { problem: error.message });
      else log.error('a step of signing in broke', { problem: (error as Error).name });
      const [status, says] = isWeather ? ([503, NO_ANSWER] as const) : ([500, BROKEN] as const);
      return sentencePage(c, { language: languageOf(c), status, says, way: this.again() });
    }
  }

  signIn(c: C): Response {
    const { base, clock, provider, secret } = this.ports;
    const begun = beginSignIn(ownPage(base, c.req.query('a')), clock.now());
    setCookie(c, SIGN_IN_COOKIE, sealSignIn(secret, begun), {
      ...COOKIE,
      maxAge: SESSION.signInMs / SECOND_MS,
    });
    const { state, nonce } = begun;
    const challenge = challengeOf(begun);
    return this.redirect(
      c,
      provider.signInUrl({ state, nonce, challenge, language: languageOf(c) }),
    );
  }

  /** The provider has sent a person back. */
  async letIn(c: C): Promise<Response> {
    const { base, clock, identify, kept, log, provider, secret } = this.ports;
    const sealed = getCookie(c, SIGN_IN_COOKIE, 'host');
    // Whatever comes of it: it is good for one answer.
    deleteCookie(c, SIGN_IN_COOKIE, COOKIE);
    const begun = begunSignIn(secret, sealed, c.req.query('state'), clock.now());
    if (begun === null) throw new Refused('STATE');
    const code = c.req.query('code');
    if (code === undefined || c.req.query('error') !== undefined) throw new Refused('DENIED');
    const { idToken, refreshToken } = await provider.tokensFor(code, begun.verifier);
    const { id, role, nonce } = await identify(idToken);
    if (nonce === undefined || !isSame(nonce, begun.nonce)) throw new Refused('TOKEN');
    await this.endOf(c);
    setCookie(c, SESSION_COOKIE, await kept.begin({ id, role }, refreshToken), {
      ...COOKIE,
      maxAge: SESSION.longestMs / SECOND_MS,
    });
    log.info('signed in to the console', { person: id, role });
    return this.redirect(c, ownPage(base, begun.returnTo));
  }

  async signOut(c: C): Promise<Response> {
    const found = await this.found(c);
    if (found) {
      await this.checkForm(c, found);
      await this.endOf(c);
      this.ports.log.info('signed out of the console', { person: found.person.id });
    }
    deleteCookie(c, SESSION_COOKIE, COOKIE);
    const { signOutUrl } = this.ports.provider;
    // No redirect: browsers hold the policy for forms against the address that a form ends at, too.
    c.header('Refresh', `0; url=${signOutUrl}`);
    return sentencePage(c, {
      language: languageOf(c),
      status: 200,
      says: SIGNED_OUT,
      way: { href: signOutUrl, says: TO_PROVIDER },
    });
  }

  /** The session of a request; what changes something is by an admin, from a page of ours. Or where to sign in. */
  async find(c: C): Promise<Found | Response> {
    const found = await this.found(c);
    const reads = READS.has(c.req.method);
    if (found) {
      if (!reads) await this.checkForm(c, found);
      if (this.acts(c) && found.person.role !== 'admin') throw new Refused('READER');
      return found;
    }
    deleteCookie(c, SESSION_COOKIE, COOKIE);
    if (!reads) throw new Refused('SESSION');
    const { pathname, search } = new URL(c.req.url);
    const wanted = ownPage(this.ports.base, `${pathname}${search}`);
    return this.redirect(c, `${this.path('signIn')}?a=${encodeURIComponent(wanted)}`);
  }

  private acts({ req }: C): boolean {
    const { base } = this.ports;
    return !READS.has(req.method) && !LOOKING_FORMS.some((form) => req.path === `${base}${form}`);
  }

  private found(c: C): Promise<Found | null> {
    return this.ports.kept.find(getCookie(c, SESSION_COOKIE, 'host'));
  }

  private async endOf(c: C): Promise<void> {
    const cookie = getCookie(c, SESSION_COOKIE, 'host');
    if (cookie !== undefined) await this.ports.kept.end(cookie);
  }

  private async checkForm(c: C, { csrf }: Found): Promise<void> {
    c.set('csrf', csrf);
    if (!(await isGenuine(c, this.ports.origin))) throw new Refused('FORGED');
  }

  private path(name: keyof typeof SESSION_PATHS): string {
    return `${this.ports.base}${SESSION_PATHS[name]}`;
  }

  private redirect(c: C, to: string): Response {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value);
    return c.redirect(to, 303);
  }

  private refusal(c: C, why: Refusal): Response | Promise<Response> {
    this.ports.log.warn('not let in to the console', { why });
    const [language, status] = [languageOf(c), statusOf(why)];
    return sentencePage(c, { language, status, says: REFUSALS[why], way: this.wayAfter(why) });
  }

  private wayAfter(why: Refusal): Way {
    const { provider, base } = this.ports;
    // Whoever was signed in by the provider would be sent back with the same account.
    if (why === 'GROUP') return { href: provider.signOutUrl, says: OTHER_ACCOUNT };
    if (why === 'FORGED' || why === 'READER') return { href: base, says: BACK };
    return this.again();
  }
}
