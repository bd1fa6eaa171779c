import { createServer, type Server } from 'node:http';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** An AWS service of the JSON protocol. @param answer by the name of the action and its parsed body */
function jsonService(answer: (action: string, body: Record<string, unknown>) => Answer): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const { status, body } = answer(
        target.split('.')[1] ?? '',
        JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>,
      );
      response
        .writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(body));
    });
  });
}

const refused = (type: string, message?: string): Answer => ({
  status: 400,
  body: { __type: type, message },
});

/** @param secrets texts by id */
export const secretsManager = (secrets: Readonly<Record<string, string>>): Server =>
  jsonService((action, body) => {
    if (action !== 'GetSecretValue') return refused('UnknownOperationException');
    const text = secrets[String(body['SecretId'])];
    return text === undefined
      ? refused('ResourceNotFoundException', 'no such secret')
      : { status: 200, body: { Name: body['SecretId'], SecretString: text } };
  });

/** @param parameters texts by name */
export const parameterStore = (parameters: Readonly<Record<string, string>>): Server =>
  jsonService((action, body) => {
    if (action !== 'GetParameter') return refused('UnknownOperationException');
    const name = String(body['Name']);
    const value = parameters[name];
    return value === undefined
      ? refused('ParameterNotFound', 'no such parameter')
      : {
          status: 200,
          body: { Parameter: { Name: name, Type: 'String', Value: value, Version: 1 } },
        };
  });

/** Nothing in the stack subscribes to the bus: an accepted event has been delivered to all its rules. */
export const eventBridge = (): Server =>
  jsonService((action, body) => {
    if (action !== 'PutEvents') return refused('UnknownOperationException');
    const entries =
      (body['Entries'] as { DetailType?: string; Detail?: string }[] | undefined) ?? [];
    for (const entry of entries)
      process.stderr.write(
        `${JSON.stringify({ event: entry.DetailType, detail: entry.Detail })}\n`,
      );
    return {
      status: 200,
      body: { FailedEntryCount: 0, Entries: entries.map((_, at) => ({ EventId: String(at) })) },
    };
  });
