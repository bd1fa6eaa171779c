import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * The secret under which the state stores Documentos: made by AWS at the first deployment, known to nobody. Begun sign-ins to
 * the console are sealed with a key that is derived from it.
 */
export class DocumentoKey extends Construct {
  readonly secret: secrets.Secret;

  constructor(scope: Construct, id: string, agency: string) {
    super(scope, id);
    this.secret = new secrets.Secret(this, 'Secret', {
      description: `Key of the hashes of Documentos that giav-clientify (${agency}) stores`,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'key',
        excludePunctuation: true,
        passwordLength: 64,
      },
      // As long as the table whose keys are made with it.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'It opens nothing but sign-ins to the console of the last ten minutes. Another key would make the stored hashes unknown, and creations could then be repeated.',
    });
  }
}
