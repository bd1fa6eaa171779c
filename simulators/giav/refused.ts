/** The service refuses a request. `link`: the last link of the fault, its exception's name included. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly link = `System.FormatException: ${message}`,
  ) {
    super(message);
  }
}

/** The filter's text as the service reads it; a format that it does not know is refused. */
export function localTime(text: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text))
    throw new Refused('La cadena no se reconoció como una fecha y hora válida');
  return text;
}
