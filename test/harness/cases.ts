/**
 * How many random cases a property tries: all of them in `npm test`, a part of them in `npm run test:fast`, whose people
 * run it all day (jest.together.config.cjs). Other ones each time, which a failure prints.
 */
export const cases = (all: number): number =>
  Math.ceil(all * Number(process.env['SHARE_OF_CASES'] ?? 1));
