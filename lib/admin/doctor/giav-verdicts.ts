import { MINUTE_MS, SECOND_MS } from '../../sync/budget';
import type { SyncConfig } from '../../config/schema';
import { giavTime } from '../../sync/dates';
import { counted, error, ok, warning, type Finding } from './check';
import { histogram, type GiavSurvey } from './giav-survey';

const SKEW_WARNING_MS = MINUTE_MS;

/** Both clocks beside each other: a run starts by the earlier one, and reads its overlap again. */
export function clockVerdict(
  survey: GiavSurvey,
  serverTime: Date | null,
  config: SyncConfig,
  now: Date,
): Finding {
  if (serverTime === null)
    return warning(
      "GIAV's answers carry no Date header.",
      'Nothing: the start of a run by our clock counts, with the overlap.',
    );
  const skew = serverTime.getTime() - now.getTime();
  const newest = giavTime(survey.newest);
  const overlap = config.modified.overlapMinutes * MINUTE_MS;
  const text = `GIAV's clock is ${Math.abs(Math.round(skew / SECOND_MS))} s ${skew < 0 ? 'behind' : 'ahead of'} ours.`;
  if (newest !== null && newest.getTime() > now.getTime() + SKEW_WARNING_MS)
    return warning(
      `${text} Its newest FechaModificacion lies in the future.`,
      'Check the time zone of the server: dates are read as Europe/Madrid.',
    );
  if (Math.abs(skew) > overlap)
    return error(
      text,
      `Raise modified.overlapMinutes over ${Math.ceil(Math.abs(skew) / MINUTE_MS)}, or have the clock corrected.`,
    );
  return Math.abs(skew) > SKEW_WARNING_MS
    ? warning(text, 'Nothing as long as it stays under the overlap.')
    : ok(text);
}

/** What is skipped, and what will be tidied, because of how the Documento and the names are filled. */
export function documentosVerdict(survey: GiavSurvey): Finding {
  const { withoutDocumento, clients, withBlanks, withoutName, withSeveralEmails } = survey;
  const more = `With blanks around it: ${withBlanks.length}. Without any name: ${counted(withoutName)}. With several e-mails: ${withSeveralEmails.length}.`;
  if (withoutDocumento.length === 0) return ok(`All ${clients} clients have a Documento. ${more}`);
  return warning(
    `${counted(withoutDocumento)} of ${clients} clients have no Documento: they are skipped (NO_DOCUMENT), and so are their expedientes. ${more}`,
    'Fill the Documento in GIAV for those that shall be in Clientify.',
  );
}

export function sharedDocumentosVerdict({ shared, sharedGroups }: GiavSurvey): Finding {
  if (sharedGroups === 0) return ok('No Documento belongs to two clients of a kind.');
  const named = shared.slice(0, 5).map((ids) => ids.join(' + '));
  return warning(
    `${sharedGroups} Documentos belong to several clients of a kind (clients ${named.join('; ')}${sharedGroups > 5 ? ' …' : ''}): only the first of each is synced (DOCUMENT_TAKEN).`,
    'Merge or correct them in GIAV.',
  );
}

/** Clients of expedientes that the key is not shown. */
export function visibilityVerdict(missing: readonly number[]): Finding {
  return missing.length === 0
    ? ok('The key sees the clients of all expedientes that were read.')
    : warning(
        `${counted(missing)} clients of expedientes are not shown to this key: their expedientes are skipped (CLIENT_UNKNOWN).`,
        'If they should be synced, give the key the rights of the whole company.',
      );
}

/** What would make a PUT lose something (giav.md, P2); no write is ever tried here. */
export function writeBackVerdict(
  { withTaxDistrict, passwords }: GiavSurvey,
  config: SyncConfig,
): Finding {
  const { taxDistricts, mode } = config.writeBack;
  const unnamed = [...withTaxDistrict.keys()].filter(
    (number) => taxDistricts[number] === undefined,
  );
  const portal = passwords.plain + passwords.masked + passwords.hashed + passwords.absent;
  const text = `Tax districts in use: ${histogram(withTaxDistrict)}. Clients with the portal: ${portal} (passwords: ${passwords.plain} plain, ${passwords.masked} masked, ${passwords.hashed} hashed, ${passwords.absent} absent).`;
  if (unnamed.length > 0)
    return warning(
      `${text} The numbers ${unnamed.join(', ')} have no name: such clients are not written (UNSAFE_WRITE).`,
      mode === 'off'
        ? 'Nothing while the way back is off.'
        : 'Fill writeBack.taxDistricts, once an accountant has said which is which (giav.md, P5).',
    );
  const unwritable = passwords.masked + passwords.hashed + passwords.absent;
  if (unwritable > 0)
    return warning(
      `${text} ${unwritable} clients with the portal show no plain password: they are not written (UNSAFE_WRITE), since a mask or a hash would become the new password.`,
      mode === 'off'
        ? 'Nothing while the way back is off.'
        : 'Correct such clients in GIAV by hand.',
    );
  return ok(text);
}
