import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';

/** A topic of SNS, whose subscribers get what is published by e-mail. */
export class Topic {
  constructor(
    private readonly sns: Pick<SNSClient, 'send'>,
    private readonly arn: string,
  ) {}

  /** @param subject ASCII, less than 100 characters */
  async publish({ subject, text }: { readonly subject: string; readonly text: string }) {
    await this.sns.send(
      new PublishCommand({ TopicArn: this.arn, Subject: subject, Message: text }),
    );
  }
}
