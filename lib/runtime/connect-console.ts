import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Hono } from 'hono';
import { deskPorts } from '../admin/admin-ports';
import { consoleApp } from '../console/app';
import { CONSOLE_BASE, SESSION_PATHS } from '../console/session/paths';
import type { ConsoleEnv } from '../console/session/person';
import { readDeskPlaces, readWebhookUrl } from '../config/environment';
import type { SyncConfig } from '../config/schema';
import type { Log } from '../ports/log';
import { SentAuditLines } from '../queue/audit-lines';
import { DynamoClaims } from '../state/claims';
import type { Table } from '../state/table';
import { consolePorts } from './console-ports';
import { connectSessions, type SessionSurroundings } from './connect-sessions';

export interface ConsoleServices extends SessionSurroundings {
  readonly table: Table;
  readonly sqs: SQSClient;
  readonly log: Log;
  readonly config: () => Promise<SyncConfig>;
  readonly deployed: () => Promise<SyncConfig>;
}

/**
 * The deployed console: the pages, behind the user pool that the environment names.
 * @param documentoKey looks Documentos up; begun sign-ins are sealed with a key that is derived from it
 */
export function connectConsole(
  env: Readonly<Record<string, string | undefined>>,
  documentoKey: string,
  services: ConsoleServices,
): Hono<ConsoleEnv> {
  const { table, sqs, log, clock, config, deployed } = services;
  const places = readDeskPlaces(env);
  const claims = new DynamoClaims(table, documentoKey);
  const ports = consolePorts(
    deskPorts({
      table,
      sqs,
      runQueueUrl: places.RUN_QUEUE_URL,
      workQueueUrl: places.WORK_QUEUE_URL,
      deadLetterQueueUrl: places.DEAD_LETTER_QUEUE_URL,
      changeQueueUrl: places.CHANGE_QUEUE_URL,
    }),
    {
      config,
      deployed,
      // Its role may not write into the list of them (ADR 21).
      lines: new SentAuditLines(sqs, places.RUN_QUEUE_URL),
      ofDocumento: (documento) => claims.ownersOf(documento),
      webhookUrl: readWebhookUrl(env),
      onError: (error) => {
        // Its name only: a message may hold what a person typed.
        log.error('a page of the console broke', { problem: (error as Error).name });
      },
      now: () => clock.now(),
    },
  );
  const signOutPath = `${CONSOLE_BASE}${SESSION_PATHS.signOut}`;
  return consoleApp({ ports, sessions: connectSessions(env, documentoKey, services), signOutPath });
}
