import { LEVELS, type Check } from '../../lib/admin/doctor/check';
import { diagnose } from '../../lib/admin/doctor/doctor';
import { TEXTS, type Texts } from '../../lib/admin/texts';
import { say } from './exit';
import { printJson } from './output';
import { tell } from './terminal';
import { withSystems, type Asked } from './where';

export interface DoctorOptions extends Asked {
  readonly quick?: boolean;
}

function lines(check: Check, { language, doctor: say }: Texts): string[] {
  const { system, id, level } = check;
  const { finding, action } = language === 'es' ? check.es : check;
  return [
    `${say.levels[level].padEnd(7)}  ${system}: ${id}`,
    `         ${finding}`,
    ...(action === '' ? [] : [`         → ${action}`]),
  ];
}

/** Asks both systems and the state what could go wrong. Exit code by the worst: 0 ok, 1 warning, 2 error. */
export async function doctor({ json, quick = false, ...where }: DoctorOptions): Promise<number> {
  const texts = TEXTS[where.language];
  const { worst, checks } = await withSystems(where, ({ systems, config, deployment, admin }) =>
    diagnose({
      systems,
      config,
      autoSetup: process.env['AUTO_SETUP'] !== 'false',
      state: { admin, deployment },
      now: () => new Date(),
      quick,
      onCheck: (check) => {
        if (!json) tell(lines(check, texts).join('\n'));
      },
    }),
  );
  const countOf = (level: Check['level']): number =>
    checks.filter((check) => check.level === level).length;
  if (json) {
    const counts = Object.fromEntries(LEVELS.map((level) => [level, countOf(level)]));
    printJson({ worst, counts, checks });
  } else say(texts.doctor.counted(countOf('ok'), countOf('warning'), countOf('error')));
  return LEVELS.indexOf(worst);
}
