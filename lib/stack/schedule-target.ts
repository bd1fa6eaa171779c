import * as iam from 'aws-cdk-lib/aws-iam';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import {
  ScheduleTargetBase,
  type ScheduleTargetBaseProps,
} from 'aws-cdk-lib/aws-scheduler-targets';

/** What a schedule reaches, with the right to do that and no other. */
export class ScheduleTarget extends ScheduleTargetBase implements scheduler.IScheduleTarget {
  constructor(
    private readonly arn: string,
    private readonly actions: readonly string[],
    props: ScheduleTargetBaseProps,
  ) {
    super(props, arn);
  }

  protected addTargetActionToRole(role: iam.IRole): void {
    iam.Grant.addToPrincipal({
      grantee: role,
      actions: [...this.actions],
      resourceArns: [this.arn],
    });
  }
}
