import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../ports/log';

const logger = new Logger({ serviceName: 'giav-clientify' });

/** Structured lines for CloudWatch. */
export const log: Log = {
  info: (message, ids = {}) => {
    logger.info(message, ids);
  },
  warn: (message, ids = {}) => {
    logger.warn(message, ids);
  },
  error: (message, ids = {}) => {
    logger.error(message, ids);
  },
};
