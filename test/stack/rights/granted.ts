import { CALL, DELIVERY, DRIVEN } from '../../../lib/stack/rights';
import type { Deployed, Statement } from './deployed';

/** A call by the ARN of its role and of its resource. */
export interface RoleCall {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

const asList = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];

/** Every action that the template gives a role, with each resource by itself. */
export function granted(deployed: Deployed): RoleCall[] {
  const roles = deployed.ofType('AWS::IAM::Role').map(([id]) => deployed.physical(id).arn);
  return roles.flatMap((role) =>
    deployed
      .policiesOf(role)
      .flatMap(({ Statement }) => Statement)
      .flatMap(({ Action, Resource }: Statement) =>
        asList(Action).flatMap((action) =>
          asList(Resource).map((resource) => ({ role, action, resource })),
        ),
      ),
  );
}

export const roleOf = (deployed: Deployed, name: string): string => {
  const id = deployed.functionId(name);
  const [, properties] = deployed.ofType('AWS::Lambda::Function').find(([one]) => one === id) ?? [];
  return String(properties?.['Role']);
};

interface Mapping {
  readonly FunctionName: string;
  readonly EventSourceArn: string;
}
interface Schedule {
  readonly Target: { readonly Arn: string; readonly RoleArn: string };
}
interface Fn {
  readonly Role: string;
  readonly LoggingConfig: { readonly LogGroup: string };
}

/**
 * What AWS itself does with the roles: Lambda reads the queue of a function, writes its log and its traces; Scheduler
 * sends. As its documentation has it.
 */
export function callsOfAws(deployed: Deployed): RoleCall[] {
  const functions = deployed.ofType('AWS::Lambda::Function') as unknown as [string, Fn][];
  const calls: RoleCall[] = [];
  const add = (role: string, actions: readonly string[], resource: string): void => {
    for (const action of actions) calls.push({ role, action, resource });
  };
  for (const [, { Role, LoggingConfig }] of functions) {
    const [[log] = ['']] = deployed
      .ofType('AWS::Logs::LogGroup')
      .filter(([id]) => deployed.physical(id).ref === LoggingConfig.LogGroup);
    const group = deployed.physical(log).arn.replace(/:\*$/, '');
    add(Role, ['logs:CreateLogStream', 'logs:PutLogEvents'], `${group}:log-stream:one`);
    add(Role, ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*');
  }
  const mappings = deployed.ofType('AWS::Lambda::EventSourceMapping') as unknown as [
    string,
    Mapping,
  ][];
  for (const [, { FunctionName, EventSourceArn }] of mappings) {
    const fn = functions.find(([id]) => deployed.physical(id).ref === FunctionName);
    add(String(fn?.[1].Role), DRIVEN, EventSourceArn);
  }
  const schedules = deployed.ofType('AWS::Scheduler::Schedule') as unknown as [string, Schedule][];
  for (const [, { Target }] of schedules) {
    const isFunction = functions.some(([id]) => deployed.physical(id).arn === Target.Arn);
    add(Target.RoleArn, isFunction ? CALL : DELIVERY, Target.Arn);
  }
  return calls;
}

/** Whether the call needs that grant. */
export function uses({ role, action, resource }: RoleCall, grant: RoleCall): boolean {
  const pattern = grant.resource
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return (
    grant.role === role && grant.action === action && new RegExp(`^${pattern}$`).test(resource)
  );
}
