import type { Writable } from 'node:stream';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { RUN } from '../lib/sync/budget';
import { EventSource } from './event-source';
import { ExecutionEnvironment } from './lambda';
import { QUIET_SDK } from './quiet-sdk';
import { endpointsOf, type Addresses } from './services';
import { REGION } from './stores';
import type { Resource, Template } from './template';

const CREDENTIALS = {
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
} as const;

export const numberOf = (value: unknown, fallback: number): number =>
  value === undefined ? fallback : Number(value);

const variablesOf = (template: Template, resource: Resource): Record<string, string> =>
  (template.resolve(resource.Properties['Environment']) as { Variables: Record<string, string> })
    .Variables;

/** Behind HTTP: the webhook's, which has an address and needs nobody else's. */
const isBehindHttp = (variables: object): boolean =>
  'WEBHOOK_SECRET_ID' in variables && !('WEBHOOK_URL' in variables);

export interface FunctionsSettings {
  readonly giavEndpoint: string;
  readonly giavBasicUser?: string;
  readonly clientifyBaseUrl: string;
  readonly clientifyV2BaseUrl?: string;
  readonly addresses: Addresses;
  /** Seconds of the template as they are here. */
  readonly scale: (seconds: unknown, fallback: number) => number;
}

/** The template's functions and what feeds them, by the ids of the functions. */
export class Functions {
  readonly sources: [string, EventSource][] = [];
  readonly environments: [string, ExecutionEnvironment][] = [];

  constructor(
    private readonly template: Template,
    private readonly settings: FunctionsSettings,
    private readonly log: Writable,
  ) {}

  /** One more execution environment of a function. */
  environmentOf(functionId: string): ExecutionEnvironment {
    const { template, settings } = this;
    const resource = template.resources[functionId] as Resource;
    const variables = variablesOf(template, resource);
    const timeout = resource.Properties['Timeout'];
    const environment = new ExecutionEnvironment(
      {
        name: functionId,
        directory: template.assetPath(resource),
        // Behind HTTP a caller waits in real time, and so does the function's silence (ADR 17).
        timeoutMs:
          1000 * (isBehindHttp(variables) ? numberOf(timeout, 3) : settings.scale(timeout, 3)),
        memoryMb: numberOf(resource.Properties['MemorySize'], 128),
        environment: { ...this.surroundings(variables), AWS_LAMBDA_FUNCTION_NAME: functionId },
      },
      this.log,
    );
    this.environments.push([functionId, environment]);
    return environment;
  }

  /** What a function finds in its environment: the template's variables, those of this machine in place of them. */
  private surroundings(variables: Record<string, string>): Record<string, string> {
    const { giavEndpoint, giavBasicUser, clientifyBaseUrl, addresses, scale } = this.settings;
    const given = {
      CLIENTIFY_BASE_URL: clientifyBaseUrl,
      CLIENTIFY_V2_BASE_URL:
        this.settings.clientifyV2BaseUrl ?? clientifyBaseUrl.replace(/v1$/, 'v2'),
      LEASE_SECONDS: String(scale(variables['LEASE_SECONDS'], RUN.leaseSeconds)),
      CHECK_SECONDS: String(scale(variables['CHECK_SECONDS'], RUN.checkSeconds)),
      GIAV_ENDPOINT: giavEndpoint,
    };
    return {
      ...variables,
      ...QUIET_SDK,
      ...CREDENTIALS,
      ...endpointsOf(addresses),
      ...Object.fromEntries(Object.entries(given).filter(([name]) => name in variables)),
      ...('GIAV_ENDPOINT' in variables && giavBasicUser && { GIAV_BASIC_USER: giavBasicUser }),
    };
  }

  /** The event source mappings of the template, not started yet. */
  connect(sqs: SQSClient): void {
    for (const [, mapping] of this.template.ofType('AWS::Lambda::EventSourceMapping')) {
      const properties = this.template.resolve(mapping.Properties) as {
        BatchSize?: number;
        FunctionResponseTypes?: string[];
        ScalingConfig?: { MaximumConcurrency?: number };
      };
      const { Ref: functionId } = mapping.Properties['FunctionName'] as { Ref: string };
      const source = mapping.Properties['EventSourceArn'] as { 'Fn::GetAtt': [string, string] };
      const settings = {
        queueUrl: this.template.physical.get(source['Fn::GetAtt'][0])?.ref ?? '',
        batchSize: numberOf(properties.BatchSize, 10),
        reportsFailures:
          properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
      };
      const concurrency = numberOf(properties.ScalingConfig?.MaximumConcurrency, 1);
      const environments = Array.from({ length: concurrency }, () =>
        this.environmentOf(functionId),
      );
      const onError = (error: string): unknown =>
        this.log.write(`${JSON.stringify({ function: functionId, error })}\n`);
      this.sources.push([functionId, new EventSource(sqs, settings, environments, onError)]);
    }
  }

  /** The function behind the HTTP API; undefined in a stack without one. */
  webhook(): ExecutionEnvironment | undefined {
    const found = this.template
      .ofType('AWS::Lambda::Function')
      .find(([, { Properties }]) =>
        isBehindHttp(
          (Properties['Environment'] as { Variables?: object } | undefined)?.Variables ?? {},
        ),
      );
    return found && this.environmentOf(found[0]);
  }

  /** Sources of the function with this name, as in `functions/`. */
  sourcesOf(name: string): EventSource[] {
    return this.sources.filter(([id]) => isNamed(id, name)).map(([, source]) => source);
  }

  /** Environments of the function with this name, as in `functions/`. */
  environmentsOf(name: string): ExecutionEnvironment[] {
    return this.environments.filter(([id]) => isNamed(id, name)).map(([, one]) => one);
  }
}

const isNamed = (id: string, name: string): boolean =>
  id.toLowerCase().includes(name.replace(/-/g, ''));
