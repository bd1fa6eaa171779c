import type { StackProps } from 'aws-cdk-lib';
import type { DeploymentFacts } from '../config/deployment';
import type { SyncConfig } from '../config/schema';

/** What tells the stack of one agency from that of another. */
export interface SyncStackProps extends StackProps {
  /** Name of the agency: one stack each, no shared state. */
  readonly agency: string;
  readonly giavEndpoint: string;
  /** @default - no HTTP Basic */
  readonly giavBasicUser?: string;
  readonly clientifyBaseUrl: string;
  readonly config: SyncConfig;
  /** Create missing custom fields. @default true */
  readonly autoSetup?: boolean;
  /** The agency's pages. @default true */
  readonly console?: boolean;
  /** Whether what brings changes of Clientify is there while the way back is off. @default with-way-back */
  readonly webhook?: DeploymentFacts['webhook'];
}
