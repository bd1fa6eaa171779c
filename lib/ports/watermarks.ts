import type { Watermark } from '../sync/watermark';

/** From where the next modified run reads. */
export interface Watermarks {
  /** null when there is none, or none that can be read: the next run is then a full one. */
  get(): Promise<Watermark | null>;
  /**
   * Never goes back, unless what is stored cannot be read or lies in the future of `now`. false when it did not move.
   * @param isReadable what is stored was read by this run. @default - it is looked at
   */
  advance(watermark: Watermark, now: Date, isReadable?: boolean): Promise<boolean>;
}
