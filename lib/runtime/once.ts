/** Adapters are made once per execution environment; a failed attempt is made again at the next invocation. */
export function once<T>(connect: () => Promise<T>): () => Promise<T> {
  let connection: Promise<T> | undefined;
  return () => {
    connection ??= connect().catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  };
}
