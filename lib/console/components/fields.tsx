import type { Child, FC } from 'hono/jsx';

interface FieldProps {
  readonly name: string;
  /** What it is; without one, `aria` says it where a table does. */
  readonly label?: string;
  readonly aria?: string;
  readonly value: string;
}

const Labelled: FC<{ readonly label?: string; readonly children?: Child }> = ({
  label,
  children,
}) =>
  label === undefined ? (
    <>{children}</>
  ) : (
    <label>
      {label}
      {children}
    </label>
  );

/** One of several; what counts now is among them, whether or not it is offered. */
export const Select: FC<
  FieldProps & { readonly options: readonly (readonly [value: string, says: string])[] }
> = ({ name, label, aria, value, options }) => {
  const all = options.some(([one]) => one === value)
    ? options
    : [...options, [value, value] as const];
  return (
    <Labelled label={label}>
      <select name={name} aria-label={aria}>
        {all.map(([one, says]) => (
          <option value={one} selected={one === value}>
            {says}
          </option>
        ))}
      </select>
    </Labelled>
  );
};

/** A text; what it may be is offered where that is known. */
export const Text: FC<FieldProps & { readonly list?: string }> = ({
  name,
  label,
  aria,
  value,
  list,
}) => (
  <Labelled label={label}>
    <input
      type="text"
      name={name}
      value={value}
      aria-label={aria}
      list={list}
      autocomplete="off"
      maxlength={200}
    />
  </Labelled>
);

/** What a text may be. */
export const Offers: FC<{ readonly id: string; readonly values: readonly string[] }> = ({
  id,
  values,
}) => (
  <datalist id={id}>
    {values.map((value) => (
      <option value={value}></option>
    ))}
  </datalist>
);

export const Check: FC<{
  readonly name: string;
  readonly value: string;
  readonly says: string;
  readonly checked?: boolean;
}> = ({ name, value, says, checked = false }) => (
  <label class="check">
    <input type="checkbox" name={name} value={value} checked={checked} />
    <span>{says}</span>
  </label>
);
