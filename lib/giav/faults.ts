import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';

/** Longest part of a fault that is looked at; a chain of exceptions may quote a whole record. */
const MAX_FAULT = 4000;

/** Time-outs, deadlocks and connection faults: what may be over in a moment. English and Spanish, as SQL Server and .NET say it. */
const TEMPORARY = new RegExp(
  [
    String.raw`\btime[ -]?out|\btimed[ -]out|tiempo de espera`,
    'deadlock|interbloqueo',
    'network-related|transport-level|relacionado con la red|nivel de transporte|network path|ruta de acceso de (?:la )?red',
    String.raw`connection (?:is|was|has been) (?:broken|closed|reset)|forcibly closed|unable to connect|could not open a connection`,
    'interrupci[oó]n de una conexi[oó]n|conexi[oó]n (?:subyacente )?(?:se ha |ha sido |est[aá] )(?:cerrad|terminad|interrumpid|rota)',
    'no es posible conectar|no se pued[eo] (?:establecer|abrir) (?:una|la) conexi[oó]n|no such host|host desconocido',
  ].join('|'),
  'i',
);
/** What the same request meets again however often it is sent: a text too long, a constraint, a value that cannot be converted. */
const PERMANENT =
  /truncat|truncar|constraint|restricci[oó]n|conversi[oó]n|convert|overflow|desbordamiento|duplicate|duplicad|cannot insert/i;
const AUTHENTICATION = /api\s?key|no autorizad|unauthori[sz]ed|acceso denegado/i;

/** .NET joins its exception chain by ` ---> `; the last link names the cause (giav.md, A1). */
function lastLink(faultstring: string): string {
  const at = faultstring.lastIndexOf('--->');
  return (at < 0 ? faultstring : faultstring.slice(at + 4)).trimStart().slice(0, MAX_FAULT);
}

const QUOTED = /(\b(?:columna?|tabla|table|constraint)\s)?(['"«“])[^'"»”]*(?:['"»”]|$)/gi;

/** Without what it quotes: that may be somebody's data. The name of a column or table stays, an admin needs it. */
function withoutQuotes(text: string): string {
  return text.replace(QUOTED, (whole: string, before: string | undefined, quote: string) => {
    const named = before !== undefined && /^[\w.]{1,100}$/.test(whole.slice(before.length + 1, -1));
    return named ? whole : `${before ?? ''}${quote}…${quote}`;
  });
}

/** Where .NET begins to say which of its methods called which, in English and Spanish: `at Name.Of.Method(`. */
const STACK = /\s(?:(?:at|en)\s[\w.`<>]{1,300}\(|---\s(?:End of|Fin del?)\s)/;

/** The sentences of a link, on one line. */
function sentences(link: string): string {
  const at = link.search(STACK);
  return (at < 0 ? link : link.slice(0, at)).replace(/\s+/g, ' ');
}

/** GIAV's own words for an admin: e-mail addresses and long numbers are cut out as well. */
const redact = (link: string): string =>
  withoutQuotes(sentences(link).replace(/^[\w.]{0,200}Exception(?: \(0x[0-9a-f]{1,8}\))?:\s*/i, ''))
    .trim()
    .slice(0, 300)
    .split(/(\s)/)
    .map((word) => (word.includes('@') || /\d{5}/.test(word) ? '…' : word))
    .join('');

/** Classifies a SOAP fault (giav.md, A2). Long texts are cut first, so that every pattern is quick. */
export function faultError(operation: string, faultcode: string, faultstring: string): Error {
  const link = lastLink(faultstring);
  const cause = withoutQuotes(link);
  const message = redact(link);
  if (TEMPORARY.test(cause) && !PERMANENT.test(cause))
    return new RetryableError(`GIAV ${operation}: ${message}`, { maybeApplied: true });
  if (AUTHENTICATION.test(withoutQuotes(faultstring.slice(-MAX_FAULT))))
    return new ConfigurationError({
      en: `GIAV refused the key (${message}). Check GIAV_API_KEY.`,
      es: `GIAV ha rechazado la clave (${message}). Revise GIAV_API_KEY.`,
    });
  if (faultcode.endsWith('Client') && /SOAPAction/i.test(faultstring.slice(0, MAX_FAULT)))
    return new ConfigurationError({
      en: `GIAV does not know the operation ${operation} (${message}). Check GIAV_ENDPOINT.`,
      es: `GIAV no conoce la operación ${operation} (${message}). Revise GIAV_ENDPOINT.`,
    });
  return new RecordError(`GIAV refused ${operation}: ${message}`);
}

/** What GIAV says of a record that is not there, or not for this key (giav.md, T8). Any other fault is not about that. */
const UNKNOWN_RECORD =
  /no existe|no se (?:ha )?enc(?:uentra|ontr)|no encontrad|no se tiene acceso|not found|does not exist|no access to/i;

/** Whether a refusal says that GIAV does not show the record to the key. */
export const saysUnknown = ({ message }: RecordError): boolean => UNKNOWN_RECORD.test(message);

/** Classifies an HTTP answer that is not a SOAP envelope, by status and content type (giav.md, A3). */
export function httpError(operation: string, status: number): Error {
  if (status === 401 || status === 403)
    return new ConfigurationError({
      en: `GIAV answered ${status} to ${operation}. Check GIAV_ENDPOINT, GIAV_API_KEY and GIAV_BASIC_USER.`,
      es: `GIAV ha respondido ${status} a ${operation}. Revise GIAV_ENDPOINT, GIAV_API_KEY y GIAV_BASIC_USER.`,
    });
  if (status === 404)
    return new ConfigurationError({
      en: 'GIAV answered 404: there is no service at GIAV_ENDPOINT.',
      es: 'GIAV ha respondido 404: en GIAV_ENDPOINT no hay ningún servicio.',
    });
  if (status === 400)
    return new RecordError(`GIAV could not read the request ${operation} (400)`, [], 400);
  if (status >= 200 && status < 300)
    return new RetryableError(
      {
        en: `GIAV sent something other than SOAP to ${operation} (maintenance page, cut or empty answer)`,
        es: `GIAV ha respondido a ${operation} algo que no es SOAP (página de mantenimiento, respuesta cortada o vacía)`,
      },
      {
        maybeApplied: true,
      },
    );
  return new RetryableError(
    {
      en: `GIAV answered ${status} to ${operation}`,
      es: `GIAV ha respondido ${status} a ${operation}`,
    },
    { maybeApplied: true },
  );
}
