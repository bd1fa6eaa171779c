import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundles } from './bundles';
import { ROOT } from './made-once';

/** The bundle of a function as an asset; its hash is that of its content, so that an unchanged function is not deployed again. */
const bundleOf = (name: string): lambda.Code =>
  lambda.Code.fromAsset(ROOT, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: the bundle is made here. The command tells the assets of the functions apart.
      image: DockerImage.fromRegistry('none'),
      command: [name],
      local: {
        tryBundle: (directory) => {
          copyFileSync(join(bundles(), name, 'index.js'), join(directory, 'index.js'));
          return true;
        },
      },
    },
  });

/**
 * A function of `functions/`, bundled, with its own log group and a role that may write to that group and to X-Ray,
 * nothing else until it is granted.
 */
export class BundledFunction extends lambda.Function {
  constructor(
    scope: Construct,
    name: string,
    options: Partial<lambda.FunctionOptions>,
    environment: Record<string, string>,
  ) {
    const logGroup = new logs.LogGroup(scope, `${name}-logs`, {
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(scope, `${name}-role`, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    super(scope, name, {
      ...options,
      role,
      code: bundleOf(name),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      tracing: lambda.Tracing.ACTIVE,
      logGroup,
      environment: { ...environment, POWERTOOLS_SERVICE_NAME: 'giav-clientify' },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'xray:PutTraceSegments and PutTelemetryRecords know no resources: the service accepts * only.',
    });
  }
}
