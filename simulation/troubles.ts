import type { Call, Fault, Port } from './aws/environment';
import type { Step, Trouble } from './history';
import type { Random } from './time/random';
import type { Scheduler } from './time/scheduler';

type Strike = Extract<Trouble, { do: 'strike' }>;
type Weather = Extract<Trouble, { do: 'weather' }>;

const fits = ({ function: name, port }: Strike, call: Call): boolean =>
  (name === undefined || name === call.function) && (port === undefined || port === call.port);

/** What goes wrong at the moment: strikes that wait for their call, and bad weather. */
export class Troubles {
  private strikes: { readonly strike: Strike; left: number }[] = [];
  private weathers: { readonly weather: Weather; readonly until: number }[] = [];
  private over = false;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
  ) {}

  begin(step: Step & (Strike | Weather)): void {
    if (step.do === 'strike') this.strikes.push({ strike: step, left: step.skip });
    else this.weathers.push({ weather: step, until: this.scheduler.now + step.minutes * 60_000 });
  }

  /** From now on everything works. */
  end(): void {
    this.over = true;
  }

  readonly faultOf = (call: Call): Fault | undefined => {
    if (this.over) return undefined;
    return this.struck(call) ?? this.weathered(call.port);
  };

  private struck(call: Call): Fault | undefined {
    let fault: Fault | undefined;
    for (const one of this.strikes)
      if (fits(one.strike, call) && one.left-- <= 0 && fault === undefined) {
        fault = one.strike.fault;
        one.left = Number.POSITIVE_INFINITY;
      }
    if (fault !== undefined)
      this.strikes = this.strikes.filter(({ left }) => Number.isFinite(left));
    return fault;
  }

  private weathered(port: Port): Fault | undefined {
    this.weathers = this.weathers.filter(({ until }) => until > this.scheduler.now);
    for (const { weather } of this.weathers)
      if (weather.port === port && this.random.chance(weather.share))
        return this.random.pick(weather.faults);
    return undefined;
  }
}
