/**
 * How many random cases a property tries: all of them in a file that is tried alone, half of them in `npm test`, a quarter
 * in `npm run test:fast`, whose people run it all day. Other ones each time, which a failure prints.
 */
export const cases = (all: number): number =>
  Math.ceil(all * Number(process.env['SHARE_OF_CASES'] ?? 1));
