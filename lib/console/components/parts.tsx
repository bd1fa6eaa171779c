import type { Child, FC } from 'hono/jsx';
import { paths } from '../paths';
import { shownAt, shownNumber, type View } from '../view';
import type { Progress } from '../../admin/watch-run';
import type { Run } from '../../ports/run';
import type { Subject } from '../../sync/decision';

/** A moment, as people read it and as machines do. */
export const When: FC<{
  readonly view: View;
  readonly at: string | null | undefined;
  readonly style?: 'moment' | 'day' | 'time';
}> = ({ view, at, style = 'moment' }) =>
  at == null || at === '' ? (
    <span>{view.t.none}</span>
  ) : (
    <time datetime={at}>{shownAt(at, style, view.language)}</time>
  );

/** An empty list, or a state that says it all: what it means and what one may do next. */
export const Notice: FC<{
  readonly kind: 'good' | 'plain' | 'warning' | 'bad';
  readonly title: string;
  readonly children?: Child;
}> = ({ kind, title, children }) => (
  <section class={`notice ${kind}`}>
    <h2>{title}</h2>
    {children}
  </section>
);

interface ActionProps {
  readonly view: View;
  readonly to: string;
  /** Hidden fields. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly children?: Child;
}

/** A form that changes something; whoever may only look does not see it. */
export const Action: FC<ActionProps> = ({ view, to, fields = {}, children }) =>
  view.person.role === 'admin' ? (
    <form method="post" action={to}>
      <input type="hidden" name="csrf" value={view.csrf} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  ) : null;

/** The same with nothing but its button. */
export const Press: FC<
  ActionProps & {
    readonly says: string;
    readonly main?: boolean;
    /** What tells it from others with the same words, for whoever does not see where it stands. */
    readonly about?: string;
  }
> = ({ says, main = false, about, ...action }) => (
  <Action {...action}>
    <button
      class={main ? 'main' : undefined}
      aria-label={about === undefined ? undefined : `${says}: ${about}`}
    >
      {says}
    </button>
  </Action>
);

export const RecordLink: FC<{
  readonly view: View;
  readonly entity: Subject;
  readonly id: string;
}> = ({ view, entity, id }) => (
  <a href={paths.record(entity, id)}>{`${view.t.entities[entity]} ${id}`}</a>
);

/** A count that may be more than what was counted. */
export const countText = (view: View, count: number, more: boolean): string =>
  more ? view.t.atLeast(count) : shownNumber(count, view.language);

/** Where a long list goes on. */
export const Pager: FC<{
  readonly view: View;
  readonly path: string;
  readonly isFirst: boolean;
  readonly next: string | null;
}> = ({ view, path, isFirst, next }) =>
  isFirst && next === null ? null : (
    <p class="pager">
      {isFirst ? null : <a href={path}>{view.t.first}</a>}
      {next === null ? null : (
        <a rel="next" href={`${path}?desde=${encodeURIComponent(next)}`}>
          {view.t.next}
        </a>
      )}
    </p>
  );

/** Rows under their heads; `''` has none. */
export const Table: FC<{
  readonly label: string;
  readonly heads: readonly string[];
  readonly id?: string;
  readonly children?: Child;
}> = ({ label, heads, id, children }) => (
  <Scroll label={label}>
    <table id={id}>
      <thead>
        <tr>{heads.map((head) => (head === '' ? <td></td> : <th scope="col">{head}</th>))}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </Scroll>
);

/** How many records of a run are done, once it is known how many there are. */
export const Done: FC<{
  readonly view: View;
  readonly phase: Run['phase'];
  readonly progress: Progress;
}> = ({ view, phase, progress: { read, done } }) =>
  phase === 'draining' ? (
    <progress max={Math.max(1, read)} value={done} aria-label={view.t.today.running}></progress>
  ) : null;

/** A button, and what pressing it means; nothing for whoever may not press it. */
export const Choice: FC<
  ActionProps & { readonly says: string; readonly means: string; readonly main?: boolean }
> = ({ means, ...press }) =>
  press.view.person.role === 'admin' ? (
    <div class="line">
      <Press {...press} />
      <span class="soft">{means}</span>
    </div>
  ) : null;

/** A wide table that scrolls by itself, by keyboard, too. */
export const Scroll: FC<{ readonly label: string; readonly children?: Child }> = ({
  label,
  children,
}) => (
  <div class="scroll" role="region" aria-label={label} tabindex={0}>
    {children}
  </div>
);
