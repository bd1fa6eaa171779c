import type { LetterPorts } from '../admin/letter/send-letter';
import { Topic } from '../queue/topic';
import { DynamoDays } from '../state/days';
import { DynamoDecisions } from '../state/decisions';
import { DynamoFailures } from '../state/failures';
import { DynamoIncidents } from '../state/incidents';
import { DynamoLetterDays } from '../state/letter-days';
import { DynamoLinks } from '../state/links';
import { DynamoPauses } from '../state/pauses';
import { DynamoPending } from '../state/pending';
import { DynamoReconciliations } from '../state/reconciliations';
import { DynamoRuns } from '../state/runs';
import type { Table } from '../state/table';
import { DynamoWatermarks } from '../state/watermarks';
import type { Clock } from '../ports/clock';

export interface LetterServices {
  readonly table: Table;
  readonly sns: ConstructorParameters<typeof Topic>[0];
  readonly topicArn: string;
  readonly clock: Clock;
}

/** What the letter is written of, and the topic that carries it: neither system, no queue, no secret. */
export function connectLetter({ table, sns, topicArn, clock }: LetterServices): LetterPorts {
  const topic = new Topic(sns, topicArn);
  return {
    failures: new DynamoFailures(table),
    pending: new DynamoPending(table),
    links: new DynamoLinks(table),
    decisions: new DynamoDecisions(table),
    // Leases are taken by runs only.
    runs: new DynamoRuns(table, 0),
    watermarks: new DynamoWatermarks(table),
    pauses: new DynamoPauses(table, 'clientify'),
    incidents: new DynamoIncidents(table),
    days: new DynamoDays(table),
    reconciliations: new DynamoReconciliations(table),
    letterDays: new DynamoLetterDays(table),
    post: (letter) => topic.publish(letter),
    clock,
  };
}
