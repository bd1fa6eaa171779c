/** Which clients the way back has written to GIAV within the last hour. */
export interface HourlyWrites {
  /**
   * Notes that the client is about to be written. false: so many others were written within the last hour that it must not
   * be. A client that is written again counts once.
   * @param most clients within an hour
   */
  take(client: string, most: number, now: Date): Promise<boolean>;
}
