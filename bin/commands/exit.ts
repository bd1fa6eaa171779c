/** Exit codes of all commands but doctor, which tells its worst finding. */
export const EXIT = { done: 0, failed: 1, configuration: 2 } as const;

export { say } from './terminal';
