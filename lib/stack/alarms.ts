import type { CfnCondition } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { paths } from '../console/paths';
import { alarmSpecs, breaks, type AlarmSources, type AlarmSpec } from './alarm-list';
import { alarmTopic } from './alarm-topic';

export interface AlarmsProps extends AlarmSources {
  /** Address of the console, without a path. @default - there is none */
  readonly consoleOrigin?: string;
  /** Whose alarm there is only where somebody gets the letter. */
  readonly letter: { readonly fn: lambda.Function; readonly wanted: CfnCondition };
}

/** Where in the console one sees what the alarm is about, and puts it right. */
const PAGES: Readonly<Record<string, string>> = {
  DeadLetters: paths.waiting,
  RecordErrors: paths.waiting,
  ConsentStillActive: paths.waiting,
  ForeignRecord: paths.waiting,
  RunFailed: paths.runs,
  RunsDeadLetters: paths.runs,
  FullRunTooOld: paths.runs,
  ChangesWait: paths.connection,
  WebhookFails: paths.connection,
  WebhookRefuses: paths.connection,
};

const pageOf = ({ name }: AlarmSpec, { consoleOrigin }: AlarmsProps): string[] =>
  consoleOrigin === undefined ? [] : [`${consoleOrigin}${PAGES[name] ?? paths.today}`];

const runbookOf = ({ name, page = name }: AlarmSpec): string =>
  `docs/runbook.md#${page.toLowerCase()}`;

/** What must not go unnoticed, told to a topic; whoever gives an address gets it by e-mail. */
export class Alarms extends Construct {
  readonly topic: sns.Topic;
  readonly all: cloudwatch.Alarm[] = [];
  private readonly byName = new Map<string, cloudwatch.Alarm>();

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = alarmTopic(this, props.agency);
    for (const spec of alarmSpecs(props)) {
      const alarm = this.make(spec, props);
      this.all.push(alarm);
      this.byName.set(spec.name, alarm);
    }
    const ofLetter = this.make(breaks('letter', props.letter.fn), props).node.defaultChild;
    (ofLetter as cloudwatch.CfnAlarm).cfnOptions.condition = props.letter.wanted;
  }

  private make(spec: AlarmSpec, props: AlarmsProps): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, spec.name, {
      alarmName: `giav-clientify-${props.agency}-${spec.name}`,
      alarmDescription: [spec.description, ...pageOf(spec, props), runbookOf(spec)].join(' '),
      metric: spec.metric,
      threshold: spec.threshold,
      evaluationPeriods: spec.periods ?? 1,
      datapointsToAlarm: spec.periods ?? 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData:
        spec.silence === 'wrong'
          ? cloudwatch.TreatMissingData.BREACHING
          : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    return alarm;
  }

  /** The alarm of that name, without the name of the agency. */
  named(name: string): cloudwatch.Alarm {
    const found = this.byName.get(name);
    if (!found) throw new Error(`no alarm ${name}`);
    return found;
  }
}
