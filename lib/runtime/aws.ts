import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { AWS_CALL } from '../sync/budget';
import { RetryableError } from '../sync/errors';

/** What is around a call is put together once for each kind of call, not for each call: a tenth of what one computes. */
const OPTIONS = { maxAttempts: AWS_CALL.attempts, cacheMiddleware: true } as const;

interface Client {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: never) => Promise<unknown>,
        context: { readonly commandName?: string },
      ) => (args: never) => Promise<unknown>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}

/**
 * Tells what AWS cannot do at the moment (throttling, its own faults, a lost connection) as a RetryableError of the
 * system, which counts against no record: a run pauses, a message comes again. All other errors stay as they are.
 */
export function tellingWeather<T extends object>(client: T): T {
  (client as unknown as Client).middlewareStack.add(
    (next, { commandName = 'a call' }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          throw isWeather(error) ? retryable(error, commandName) : error;
        }
      },
    { step: 'initialize', name: 'tellingWeather' },
  );
  return client;
}

type SdkError = Parameters<typeof isThrottlingError>[0];
/** What the SDK throws tells its kind in its own fields, all of which may be missing. */
const isSdkError = (error: unknown): error is SdkError => error instanceof Error;

const isWeather = (error: unknown): error is SdkError =>
  isSdkError(error) &&
  (isThrottlingError(error) || isTransientError(error) || isServerError(error));

const retryable = (error: SdkError, command: string): RetryableError =>
  new RetryableError(`AWS does not answer as it should (${command}: ${error.name})`, {
    scope: 'system',
    maybeApplied: !isThrottlingError(error),
  });

export const dynamoClient = (): DynamoDBClient => tellingWeather(new DynamoDBClient(OPTIONS));
// A queue's URL only names it: requests go to the service's endpoint, which AWS_ENDPOINT_URL_SQS may move.
export const sqsClient = (): SQSClient =>
  tellingWeather(new SQSClient({ ...OPTIONS, useQueueUrlAsEndpoint: false }));
export const snsClient = (): SNSClient => tellingWeather(new SNSClient(OPTIONS));
export const busClient = (): EventBridgeClient => tellingWeather(new EventBridgeClient(OPTIONS));
