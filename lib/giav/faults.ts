import { ConfigurationError, RecordError, RetryableError } from '../sync/errors';

const TEMPORARY = /SqlException|time-?out|deadlock|interbloqueo|tiempo de espera/i;
const AUTHENTICATION = /api\s*key|no autorizad|unauthori[sz]ed|acceso denegado/i;

/** .NET joins its exception chain by ` ---> `; the last link is the message (giav.md §1.2). */
export const lastLink = (faultstring: string): string => {
  const last = faultstring.split(/\s*--->\s*/).pop() ?? faultstring;
  return last.replace(/^[\w.]*Exception:\s*/, '').trim();
};

/** Quoted input is cut out: a fault may repeat personal data. */
const redact = (message: string): string => message.replace(/(['"«“]).*?(['"»”])/g, '$1…$2').slice(0, 300);

/** Classifies a SOAP fault (giav.md §1.2). */
export function faultError(operation: string, faultcode: string, faultstring: string): Error {
  const message = redact(lastLink(faultstring));
  if (TEMPORARY.test(faultstring)) return new RetryableError(`GIAV ${operation}: ${message}`, { maybeApplied: true });
  if (AUTHENTICATION.test(faultstring)) return new ConfigurationError(`GIAV refused the key (${message}). Check GIAV_API_KEY.`);
  if (/Client$/.test(faultcode) && /SOAPAction/i.test(faultstring))
    return new ConfigurationError(`GIAV does not know the operation ${operation} (${message}). Check GIAV_ENDPOINT.`);
  return new RecordError(`GIAV refused ${operation}: ${message}`);
}

/** Classifies an HTTP answer that is not a SOAP envelope, by status and content type (giav.md §1.2). */
export function httpError(operation: string, status: number): Error {
  if (status === 401 || status === 403)
    return new ConfigurationError(`GIAV answered ${status} to ${operation}. Check GIAV_ENDPOINT, GIAV_API_KEY and GIAV_BASIC_USER.`);
  if (status === 404) return new ConfigurationError(`GIAV answered 404: there is no service at GIAV_ENDPOINT.`);
  if (status === 400) return new RecordError(`GIAV could not read the request ${operation} (400)`, [], 400);
  if (status >= 200 && status < 300)
    return new RetryableError(`GIAV sent something other than SOAP to ${operation} (maintenance page, cut or empty answer)`, {
      maybeApplied: true,
    });
  return new RetryableError(`GIAV answered ${status} to ${operation}`, { maybeApplied: true });
}
