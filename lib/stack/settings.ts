import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { SyncConfig } from '../config/schema';
import { ConfigurationError } from '../sync/errors';

/** SSM stores no longer text (advanced tier). */
const MAX_BYTES = 8192;

export interface SettingsProps {
  readonly agency: string;
  readonly config: SyncConfig;
}

/** The mapping settings of the agency, checked, where its functions read them. */
export class Settings extends Construct {
  readonly parameter: ssm.StringParameter;

  constructor(scope: Construct, id: string, { agency, config }: SettingsProps) {
    super(scope, id);
    const text = JSON.stringify({ ...config, $schema: undefined });
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_BYTES)
      throw new ConfigurationError(
        `The mapping settings take ${bytes} bytes, but SSM keeps at most ${MAX_BYTES}. Shorten them (most of it will be "stages").`,
      );
    this.parameter = new ssm.StringParameter(this, 'SyncConfig', {
      parameterName: `/giav-clientify/${agency}/sync-config`,
      // Said, because the name of the agency may be a parameter of the template.
      simpleName: false,
      description:
        'Mapping settings of giav-clientify. Written by cdk deploy: change the document there, not here.',
      stringValue: text,
      tier: ssm.ParameterTier.INTELLIGENT_TIERING,
    });
  }
}
