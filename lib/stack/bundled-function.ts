import { join } from 'node:path';
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

const ROOT = join(__dirname, '..', '..');

/**
 * A function of `functions/`, bundled, with its own log group and a role that may write to that group and to X-Ray,
 * nothing else until it is granted.
 */
export class BundledFunction extends NodejsFunction {
  constructor(scope: Construct, name: string, options: Partial<lambda.FunctionOptions>, environment: Record<string, string>) {
    const logGroup = new logs.LogGroup(scope, `${name}-logs`, {
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(scope, `${name}-role`, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, name, {
      ...options,
      role,
      entry: join(ROOT, 'functions', `${name}.ts`),
      depsLockFilePath: join(ROOT, 'package-lock.json'),
      projectRoot: ROOT,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      tracing: lambda.Tracing.ACTIVE,
      logGroup,
      environment: { ...environment, POWERTOOLS_SERVICE_NAME: 'giav-clientify' },
      bundling: {
        minify: true,
        format: OutputFormat.CJS,
        target: 'node20',
        mainFields: ['module', 'main'],
        bundleAwsSDK: true,
        loader: { '.wsdl': 'text' },
        // soap's own HTTP client is never used: lib/giav/transport.ts takes its place.
        esbuildArgs: {
          '--alias:axios': join(ROOT, 'lib/giav/no-axios.ts'),
          '--alias:axios-ntlm': join(ROOT, 'lib/giav/no-axios.ts'),
          '--tree-shaking': 'true',
        },
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'xray:PutTraceSegments and PutTelemetryRecords know no resources: the service accepts * only.',
    });
  }
}
