/** A class of the SDK's clients. */
interface ClientClass {
  readonly name: string;
  readonly prototype: object;
}

/**
 * Every client of these classes, wherever it was made, is answered by `answer` instead of AWS.
 * @returns what undoes it
 */
export function onSdk(
  clients: readonly ClientClass[],
  answer: (client: string, command: object) => Promise<object>,
): () => void {
  const spies = clients.map(({ name, prototype }) =>
    jest
      .spyOn(prototype as { send: (command: object) => Promise<object> }, 'send')
      .mockImplementation((command: object) => answer(name, command)),
  );
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}
