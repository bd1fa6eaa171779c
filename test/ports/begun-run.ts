import { runSchema, type Run } from '../../lib/ports/run';

/** A run that has begun to read GIAV's clients, and nothing more. */
export const begunRun = (more: Partial<Run> = {}): Run =>
  runSchema.parse({
    id: 'r1',
    mode: 'full',
    status: 'running',
    phase: 'clients',
    nextPage: 0,
    clientPages: 0,
    expedientePages: 0,
    startedAt: '2026-03-02T09:00:00Z',
    token: 1,
    ...more,
  });
