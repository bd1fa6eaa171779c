import { LEVELS, type Check } from '../../lib/admin/doctor/check';
import { diagnose } from '../../lib/admin/doctor/doctor';
import { say, withSystems, type Where } from './where';

export interface DoctorOptions extends Where {
  readonly json?: boolean;
  readonly quick?: boolean;
}

const MARKS = { ok: 'ok     ', warning: 'WARNING', error: 'ERROR  ' } as const;

const lines = ({ system, id, level, finding, action }: Check): string[] => [
  `${MARKS[level]}  ${system}: ${id}`,
  `         ${finding}`,
  ...(action === '' ? [] : [`         → ${action}`]),
];

/** Asks both systems and the state what could go wrong. Exit code by the worst: 0 ok, 1 warning, 2 error. */
export async function doctor({ json, quick = false, ...where }: DoctorOptions): Promise<number> {
  const { worst, checks } = await withSystems(where, ({ systems, config, deployment, admin }) =>
    diagnose({
      systems,
      config,
      autoSetup: process.env['AUTO_SETUP'] !== 'false',
      state: { admin, deployment },
      now: () => new Date(),
      quick,
      onCheck: (check) => {
        if (!json) process.stdout.write(`${lines(check).join('\n')}\n`);
      },
    }),
  );
  const counts = Object.fromEntries(
    LEVELS.map((level) => [level, checks.filter((check) => check.level === level).length]),
  );
  if (json) process.stdout.write(`${JSON.stringify({ worst, counts, checks })}\n`);
  else
    say(
      `${counts['ok'] ?? 0} ok, ${counts['warning'] ?? 0} warnings, ${counts['error'] ?? 0} errors. Nothing was changed.`,
    );
  return LEVELS.indexOf(worst);
}
