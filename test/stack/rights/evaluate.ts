import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, type Deployed, type Policy } from './deployed';

export interface Asked {
  /** ARN of a role, or a service of AWS (`events.amazonaws.com`). */
  readonly principal: string;
  readonly policies: readonly Policy[];
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  readonly tls: boolean;
  /** More of what AWS knows of the request. */
  readonly context?: Readonly<Record<string, string>>;
}

/** What IAM would say: the policies of the caller and of the resource, by an engine that knows IAM's rules. */
export async function evaluate(deployed: Deployed, asked: Asked): Promise<string> {
  const { principal, policies, action, resource, tls, context } = asked;
  const answer = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { 'aws:SecureTransport': String(tls), ...context },
      },
      identityPolicies: policies.map((policy, at) => ({ name: `policy${at}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: deployed.policyOf(resource),
    },
    {},
  );
  if (answer.resultType === 'error')
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  return answer.overallResult;
}
