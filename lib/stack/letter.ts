import {
  CfnCondition,
  CfnParameter,
  CfnResource,
  Duration,
  Fn,
  Stack,
  TimeZone,
} from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { SyncConfig } from '../config/schema';
import { FUNCTION_SECONDS, LETTER } from '../sync/budget';
import { BundledFunction } from './bundled-function';
import { allow } from './grants';
import { CALL, RIGHTS } from './rights';
import { ScheduleTarget } from './schedule-target';

export interface DailyLetterProps {
  readonly agency: string;
  readonly config: SyncConfig;
  readonly table: dynamodb.Table;
  /** Address of the console, without a path. @default - there is none */
  readonly consoleOrigin?: string;
}

/**
 * The letter to the agency: a function, what calls it and a topic of its own. None of it exists while the parameter
 * `DigestEmail` is empty (ADR 24).
 */
export class DailyLetter extends Construct {
  readonly fn: BundledFunction;
  /** Somebody gets it. */
  readonly wanted: CfnCondition;

  constructor(
    scope: Construct,
    id: string,
    { agency, config, table, consoleOrigin }: DailyLetterProps,
  ) {
    super(scope, id);
    const email = this.reader();
    this.wanted = new CfnCondition(Stack.of(this), 'DigestEmailGiven', {
      expression: Fn.conditionNot(Fn.conditionEquals(email.valueAsString, '')),
    });
    // As the topic of the alarms: what it carries is ids and counts, and a key of our own costs more than all the letters.
    const topic = new sns.Topic(this, 'Topic', {
      displayName: `giav-clientify ${agency}`,
      enforceSSL: true,
    });
    new sns.CfnSubscription(this, 'Email', {
      topicArn: topic.topicArn,
      protocol: 'email',
      endpoint: email.valueAsString,
    });
    const { language, weekly } = config.letter;
    this.fn = new BundledFunction(
      this,
      'letter',
      { timeout: Duration.seconds(FUNCTION_SECONDS.letter), memorySize: 256 },
      {
        TABLE_NAME: table.tableName,
        AGENCY: agency,
        LETTER_TOPIC_ARN: topic.topicArn,
        LETTER_LANGUAGE: language,
        LETTER_WEEKLY: String(weekly),
        CONSOLE_ORIGIN: consoleOrigin ?? '',
      },
    );
    allow(this.fn, RIGHTS.letter, { table: table.tableArn, letter: topic.topicArn });
    this.callDaily(config.letter.hour);
    this.onlyWhereWanted();
  }

  private reader(): CfnParameter {
    return new CfnParameter(Stack.of(this), 'DigestEmail', {
      type: 'String',
      default: '',
      description:
        'Who at the agency gets the daily letter about what waits for a person (confirmed by a click in the first one); empty: no letter.',
      allowedPattern: '^$|^[^@ ]+@[^@ ]+$',
      constraintDescription: 'must be one e-mail address, or empty',
    });
  }

  /** @param hour the first one, in Spain */
  private callDaily(hour: number): void {
    new scheduler.Schedule(this, 'Daily', {
      description: 'The letter of the day; later hours send what an earlier one could not',
      schedule: scheduler.ScheduleExpression.cron({
        minute: '0',
        hour: `${hour}-${LETTER.lastHour}`,
        timeZone: TimeZone.EUROPE_MADRID,
      }),
      target: new ScheduleTarget(this.fn.functionArn, CALL, {
        role: this.callerRole(),
        maxEventAge: Duration.minutes(LETTER.lateMinutes),
      }),
    });
  }

  /** Of its own: CDK would put one beside this construct, which would be there without the letter. */
  private callerRole(): iam.Role {
    const { account } = Stack.of(this);
    return new iam.Role(this, 'caller-role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
  }

  private onlyWhereWanted(): void {
    for (const part of this.node.findAll())
      if (CfnResource.isCfnResource(part)) part.cfnOptions.condition = this.wanted;
  }
}
