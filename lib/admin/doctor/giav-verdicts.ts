import { MINUTE_MS, SECOND_MS } from '../../sync/budget';
import type { SyncConfig } from '../../config/schema';
import { giavTime } from '../../sync/dates';
import { together, type Said } from '../../sync/said';
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
  if (serverTime === null) return warning(NO_CLOCK.finding, NO_CLOCK.action);
  const skew = serverTime.getTime() - now.getTime();
  const newest = giavTime(survey.newest);
  const overlap = config.modified.overlapMinutes * MINUTE_MS;
  const seconds = Math.abs(Math.round(skew / SECOND_MS));
  const text = {
    en: `GIAV's clock is ${seconds} s ${skew < 0 ? 'behind' : 'ahead of'} ours.`,
    es: `El reloj de GIAV va ${seconds} s ${skew < 0 ? 'por detrás' : 'por delante'} del nuestro.`,
  };
  if (newest !== null && newest.getTime() > now.getTime() + SKEW_WARNING_MS)
    return warning(together(text, FUTURE.finding), FUTURE.action);
  if (Math.abs(skew) > overlap) {
    const minutes = Math.ceil(Math.abs(skew) / MINUTE_MS);
    return error(text, {
      en: `Raise modified.overlapMinutes over ${minutes}, or have the clock corrected.`,
      es: `Suba modified.overlapMinutes por encima de ${minutes} o haga que corrijan el reloj.`,
    });
  }
  return Math.abs(skew) > SKEW_WARNING_MS
    ? warning(text, {
        en: 'Nothing as long as it stays under the overlap.',
        es: 'Nada, mientras no supere el solape.',
      })
    : ok(text);
}

const NO_CLOCK = {
  finding: {
    en: "GIAV's answers carry no Date header.",
    es: 'Las respuestas de GIAV no traen la cabecera Date.',
  },
  action: {
    en: 'Nothing: the start of a run by our clock counts, with the overlap.',
    es: 'Nada: cuenta el inicio de la ejecución según nuestro reloj, con el solape.',
  },
};

const FUTURE = {
  finding: {
    en: 'Its newest FechaModificacion lies in the future.',
    es: 'Su FechaModificacion más reciente está en el futuro.',
  },
  action: {
    en: 'Check the time zone of the server: dates are read as Europe/Madrid.',
    es: 'Revise la zona horaria del servidor: las fechas se leen como Europe/Madrid.',
  },
};

/** What is skipped, and what will be tidied, because of how the Documento and the names are filled. */
export function documentosVerdict(survey: GiavSurvey): Finding {
  const { withoutDocumento, clients, withBlanks, withoutName, withSeveralEmails } = survey;
  const more = {
    en: `With blanks around it: ${withBlanks.length}. Without any name: ${counted(withoutName)}. With several e-mails: ${withSeveralEmails.length}.`,
    es: `Con espacios alrededor: ${withBlanks.length}. Sin ningún nombre: ${counted(withoutName)}. Con varios correos: ${withSeveralEmails.length}.`,
  };
  if (withoutDocumento.length === 0)
    return ok(
      together(
        {
          en: `All ${clients} clients have a Documento.`,
          es: `Todos los clientes (${clients}) tienen Documento.`,
        },
        more,
      ),
    );
  const without = counted(withoutDocumento);
  return warning(
    together(
      {
        en: `${without} of ${clients} clients have no Documento: they are skipped (NO_DOCUMENT), and so are their expedientes.`,
        es: `Clientes sin Documento: ${without} de ${clients}. Se omiten (NO_DOCUMENT), y sus expedientes también.`,
      },
      more,
    ),
    {
      en: 'Fill the Documento in GIAV for those that shall be in Clientify.',
      es: 'Rellene en GIAV el Documento de los que deban estar en Clientify.',
    },
  );
}

export function sharedDocumentosVerdict({ shared, sharedGroups }: GiavSurvey): Finding {
  if (sharedGroups === 0)
    return ok({
      en: 'No Documento belongs to two clients of a kind.',
      es: 'Ningún Documento es de dos clientes del mismo tipo.',
    });
  const named = shared.slice(0, 5).map((ids) => ids.join(' + '));
  const clients = `${named.join('; ')}${sharedGroups > 5 ? ' …' : ''}`;
  return warning(
    {
      en: `${sharedGroups} Documentos belong to several clients of a kind (clients ${clients}): only the first of each is synced (DOCUMENT_TAKEN).`,
      es: `Documentos que son de varios clientes del mismo tipo: ${sharedGroups} (clientes ${clients}). Solo se sincroniza el primero de cada grupo (DOCUMENT_TAKEN).`,
    },
    { en: 'Merge or correct them in GIAV.', es: 'Fusiónelos o corríjalos en GIAV.' },
  );
}

/** Clients of expedientes that the key is not shown. */
export function visibilityVerdict(missing: readonly number[]): Finding {
  return missing.length === 0
    ? ok({
        en: 'The key sees the clients of all expedientes that were read.',
        es: 'La clave ve a los clientes de todos los expedientes leídos.',
      })
    : warning(
        {
          en: `${counted(missing)} clients of expedientes are not shown to this key: their expedientes are skipped (CLIENT_UNKNOWN).`,
          es: `Clientes de expedientes que GIAV no muestra a esta clave: ${counted(missing)}. Sus expedientes se omiten (CLIENT_UNKNOWN).`,
        },
        {
          en: 'If they should be synced, give the key the rights of the whole company.',
          es: 'Si deben sincronizarse, dé a la clave los permisos de toda la empresa.',
        },
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
  const { plain, masked, hashed, absent } = passwords;
  const portal = plain + masked + hashed + absent;
  const districts = histogram(withTaxDistrict);
  const text = {
    en: `Tax districts in use: ${districts.en}. Clients with the portal: ${portal} (passwords: ${plain} plain, ${masked} masked, ${hashed} hashed, ${absent} absent).`,
    es: `Subsedes fiscales en uso: ${districts.es}. Clientes con portal: ${portal} (contraseñas legibles: ${plain}, ocultas: ${masked}, cifradas: ${hashed}, ausentes: ${absent}).`,
  };
  const unwritable = masked + hashed + absent;
  if (unnamed.length > 0)
    return warning(together(text, unnamedDistricts(unnamed)), mode === 'off' ? OFF : FILL);
  if (unwritable > 0)
    return warning(together(text, unwritablePasswords(unwritable)), mode === 'off' ? OFF : CORRECT);
  return ok(text);
}

const unnamedDistricts = (numbers: readonly string[]): Said => ({
  en: `The numbers ${numbers.join(', ')} have no name: such clients are not written (UNSAFE_WRITE).`,
  es: `Números sin nombre: ${numbers.join(', ')}. A esos clientes no se les escribe (UNSAFE_WRITE).`,
});

const unwritablePasswords = (clients: number): Said => ({
  en: `${clients} clients with the portal show no plain password: they are not written (UNSAFE_WRITE), since a mask or a hash would become the new password.`,
  es: `Clientes con portal sin contraseña legible: ${clients}. No se les escribe (UNSAFE_WRITE), porque lo que se ve en su lugar pasaría a ser la contraseña nueva.`,
});

const OFF: Said = {
  en: 'Nothing while the way back is off.',
  es: 'Nada, mientras la vuelta a GIAV esté desactivada.',
};
const FILL: Said = {
  en: 'Fill writeBack.taxDistricts, once an accountant has said which is which (giav.md, P5).',
  es: 'Rellene writeBack.taxDistricts cuando un contable haya dicho cuál es cada una (giav.md, P5).',
};
const CORRECT: Said = {
  en: 'Correct such clients in GIAV by hand.',
  es: 'Corrija a mano esos clientes en GIAV.',
};
