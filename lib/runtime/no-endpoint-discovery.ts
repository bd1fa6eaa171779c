/** Stands in for the SDK's cache of discovered endpoints in the bundles: it is made for every client of DynamoDB, and asked only where somebody switches discovery on. */
export class EndpointCache {
  private readonly refuse = (): never => {
    throw new Error('endpoints are not discovered; their cache is not bundled');
  };
  readonly get = this.refuse;
  readonly getEndpoint = this.refuse;
  readonly set = this.refuse;
  readonly has = this.refuse;
  readonly delete = this.refuse;
  readonly clear = this.refuse;
}
