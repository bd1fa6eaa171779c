/** Shapes of webhook bodies that nobody understood: keys and types, never values. */
export interface Samples {
  add(shape: unknown, now: Date): Promise<void>;
}
