import type { Child, FC } from 'hono/jsx';
import { BASE, paths } from '../paths';
import type { View } from '../view';

interface LayoutProps {
  readonly view: View;
  /** Never personal data: it stands in the browser's history. */
  readonly title: string;
  /** Seconds after which the page is loaded again where no script runs. */
  readonly refresh?: number;
  readonly children?: Child;
}

const NAVIGATION = [
  ['today', paths.today],
  ['waiting', paths.waiting],
  ['record', paths.find],
  ['runs', paths.runs],
  ['connection', paths.connection],
  ['settings', paths.settings],
  ['activity', paths.activity],
] as const;

const isHere = (path: string, here: string): boolean => {
  const [page = ''] = here.split('?');
  return page === path || (path !== BASE && page.startsWith(`${path}/`));
};

const Navigation: FC<{ readonly view: View }> = ({ view }) => (
  <nav aria-label={view.t.nav.label}>
    <ul>
      {NAVIGATION.map(([name, path]) => (
        <li>
          <a href={path} aria-current={isHere(path, view.path) ? 'page' : undefined}>
            {view.t.nav[name]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const Person: FC<{ readonly view: View }> = ({ view }) => {
  const other = view.language === 'es' ? 'en' : 'es';
  const to = `${paths.language}/${other}?de=${encodeURIComponent(view.path)}`;
  return (
    <div class="person">
      <a href={to} lang={other} hreflang={other}>
        {view.t.otherLanguage}
      </a>
      {view.signOutPath === undefined ? null : (
        <form method="post" action={view.signOutPath}>
          <input type="hidden" name="csrf" value={view.csrf} />
          <button class="plain" title={view.t.signedInAs(view.person.id)}>
            {view.t.signOut}
          </button>
        </form>
      )}
    </div>
  );
};

const Head: FC<Omit<LayoutProps, 'children'>> = ({ view, title, refresh }) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>{`${title} · ${view.t.product}`}</title>
    <link rel="stylesheet" href={paths.style} />
    <script src={paths.script} defer></script>
    {refresh === undefined ? null : (
      <noscript>
        <meta http-equiv="refresh" content={String(refresh)} />
      </noscript>
    )}
  </head>
);

/** What stands around every page. */
export const Layout: FC<LayoutProps> = ({ view, title, refresh, children }) => (
  <html lang={view.language}>
    <Head view={view} title={title} refresh={refresh} />
    <body>
      <a class="skip" href="#contenido">
        {view.t.skip}
      </a>
      <header>
        <div class="bar">
          <a class="product" href={paths.today}>
            {view.t.product}
          </a>
          <Person view={view} />
        </div>
        <Navigation view={view} />
      </header>
      <main id="contenido" tabindex={-1}>
        {children}
      </main>
    </body>
  </html>
);
