import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AuditLine, AuditLines, AuditMessage } from '../ports/audit-lines';
import { messageBody } from '../ports/messages';

/**
 * Lines of the audit by way of the run queue. The console's role could not be given a right to add a line without the right
 * to replace one (ADR 21): it sends them, and the function that reads the queue adds them.
 */
export class SentAuditLines implements AuditLines {
  constructor(
    private readonly sqs: SQSClient,
    private readonly runQueueUrl: string,
  ) {}

  async add(line: AuditLine): Promise<void> {
    const message: AuditMessage = { v: 1, kind: 'audit', line };
    await this.sqs.send(
      new SendMessageCommand({ QueueUrl: this.runQueueUrl, MessageBody: messageBody(message) }),
    );
  }
}
