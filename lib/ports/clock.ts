/** What time it is, by this process's clock. Never asked for in any other way, so that a test can say what time it is. */
export interface Clock {
  now(): Date;
}
