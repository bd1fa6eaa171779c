import { Aws, CfnOutput, Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { GROUPS } from '../console/session/groups';
import { SESSION_PATHS } from '../console/session/paths';
import { MINUTE_MS, SESSION } from '../sync/budget';

export interface ConsoleUsersProps {
  readonly agency: string;
  /** Address of the console, without a path. */
  readonly origin: string;
  /** Path below which its pages lie. */
  readonly base: string;
}

const minutes = (ms: number): Duration => Duration.minutes(ms / MINUTE_MS);

/** The text of an invitation; Cognito puts the name and a password for the first time in. */
const invitation = (agency: string, address: string): cognito.UserInvitationConfig => ({
  emailSubject: `Consola de la sincronización / Console of the sync (${agency})`,
  emailBody: [
    `Le han invitado a la consola de la sincronización entre GIAV y Clientify: ${address}`,
    'Usuario: {username}<br>Contraseña para la primera vez: {####}<br>Caduca en siete días.',
    `You have been invited to the console of the sync between GIAV and Clientify: ${address}`,
    'User: {username}<br>Password for the first time: {####}<br>It expires in seven days.',
  ].join('<br><br>'),
});

/** Who may use the console: a user pool in which nobody signs up, two groups, and Cognito's pages for signing in. */
export class ConsoleUsers extends Construct {
  readonly pool: cognito.UserPool;
  readonly client: cognito.UserPoolClient;
  /** Address of the managed login. */
  readonly loginUrl: string;

  constructor(scope: Construct, id: string, { agency, origin, base }: ConsoleUsersProps) {
    super(scope, id);
    this.pool = this.makePool(agency, `${origin}${base}`);
    for (const [role, groupName] of Object.entries(GROUPS))
      new cognito.UserPoolGroup(this, `Group-${role}`, { userPool: this.pool, groupName });
    this.client = this.makeClient(`${origin}${base}`);
    // A prefix is one of all customers' in the region: part of the stack's own id, which is made once.
    const unique = Fn.select(4, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))));
    const domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `giav-clientify-${unique}` },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    // Without a style there is no page.
    new cognito.CfnManagedLoginBranding(this, 'Style', {
      userPoolId: this.pool.userPoolId,
      clientId: this.client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    this.loginUrl = domain.baseUrl();
    new CfnOutput(this, 'PoolId', { value: this.pool.userPoolId }).overrideLogicalId(
      'ConsoleUserPoolId',
    );
  }

  private makePool(agency: string, address: string): cognito.UserPool {
    const pool = new cognito.UserPool(this, 'Pool', {
      userPoolName: `giav-clientify-${agency}`,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      userInvitation: invitation(agency, address),
      mfa: cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(SESSION.invitationDays),
      },
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      // Who is in it is invited again in a minute.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(pool).acknowledge({
      id: 'AwsSolutions-COG2',
      reason:
        'Each person may set up a second factor (TOTP); an agency without a telephone for it is not locked out.',
    });
    Validations.of(pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason:
        'The plan Plus costs for each person; nobody signs up here, and Cognito limits guessing in every plan.',
    });
    return pool;
  }

  /** Public: what would have to keep a secret of it proves itself by PKCE. */
  private makeClient(address: string): cognito.UserPoolClient {
    return this.pool.addClient('Console', {
      generateSecret: false,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID],
        callbackUrls: [`${address}${SESSION_PATHS.callback}`],
        logoutUrls: [`${address}${SESSION_PATHS.signedOut}`],
      },
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: minutes(SESSION.wordMs),
      accessTokenValidity: minutes(SESSION.wordMs),
      refreshTokenValidity: minutes(SESSION.longestMs),
    });
  }
}
