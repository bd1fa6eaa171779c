import { ConfigurationError, RetryableError } from '../lib/sync/errors';
import type { Holder } from './holder';

/** Another process works with the state directory. */
export class FolderInUse extends RetryableError {
  constructor(
    readonly folder: string,
    readonly command: Holder['command'],
  ) {
    super(`${folder} is in use by process ${command.pid}: ${command.words}`);
  }
}

/** Something else listens where the webhook was to. */
export class PortInUse extends ConfigurationError {
  constructor(readonly port: number) {
    super(`Port ${port} is in use`);
  }
}

/** The emulated services ended although nobody asked them to: nothing can go on. */
export class ServicesGone extends RetryableError {
  constructor(readonly logFile: string) {
    super(`The emulated services have ended by themselves; see ${logFile}`);
  }
}
