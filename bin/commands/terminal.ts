/**
 * What a terminal takes for an order and not for a text: control characters of both sets but for the ends of lines and
 * tabs, and those that turn the direction of writing around. A name in GIAV or Clientify may hold any of them.
 */
// eslint-disable-next-line no-control-regex -- They are what is looked for.
const ORDERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** U+2400 and the following are pictures of the control characters. */
const PICTURES = 0x2400;
const DELETE = 0x7f;
const DELETE_PICTURE = '\u2421';

const escaped = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;

function pictureOf(order: string): string {
  const code = order.charCodeAt(0);
  if (code === DELETE) return DELETE_PICTURE;
  return code < ' '.charCodeAt(0) ? String.fromCharCode(PICTURES + code) : escaped(code);
}

/** The same text with such characters shown instead of obeyed. */
export const harmless = (text: string): string => text.replace(ORDERS, pictureOf);

/** The same JSON value, written without them: what a program reads is what it was. */
export const harmlessJson = (value: unknown): string =>
  JSON.stringify(value).replace(ORDERS, (order) => escaped(order.charCodeAt(0)));

/** A line for a person, on standard error: standard output is for the result. */
export const say = (line: string): void => {
  process.stderr.write(`${harmless(line)}\n`);
};

/** The result, on standard output. */
export const tell = (text: string): void => {
  process.stdout.write(`${harmless(text)}\n`);
};

/** The result as one JSON value. */
export const tellJson = (value: unknown): void => {
  process.stdout.write(`${harmlessJson(value)}\n`);
};
