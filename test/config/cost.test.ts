import {
  AGENCIES,
  CONSOLE_FLOOD_RATE,
  FLOOD_RATE,
  billOf,
  floodOf,
  keptLogsOf,
} from '../../bin/documents/cost';
import { costPage } from '../../bin/documents/cost-page';

const totalOf = (name: string): number => {
  const agency = AGENCIES.find((one) => one.name === name);
  if (!agency) throw new Error(`no agency ${name}`);
  return billOf(agency).total;
};

describe('what an agency pays AWS in a month', () => {
  it('is under 5 USD for a small one that only copies to Clientify', () => {
    expect(totalOf('small, the way back off')).toBeLessThan(5);
  });
  it('is under 15 USD for a busy one', () => {
    expect(totalOf('busy')).toBeLessThan(15);
  });
  it('would not be less by a tenth of a USD if logs of little worth were not kept: they all are, for as long', () => {
    for (const agency of AGENCIES) expect(keptLogsOf(agency)).toBeLessThan(0.1);
  });
  it('is under 5 USD for a day on which somebody floods the webhook', () => {
    expect(floodOf(FLOOD_RATE)).toBeLessThan(5);
  });
  it('is under 5 USD for a day on which somebody floods the console, and the page says it', () => {
    const cost = floodOf(CONSOLE_FLOOD_RATE);
    expect(cost).toBeLessThan(5);
    expect(costPage()).toMatch(new RegExp(`flood of the console.*${cost.toFixed(2)}`));
  });
});
