import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Table } from '../../lib/state/table';

const serverOf = (): Server => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the module that jest's own loader can load
  const dynalite = require('dynalite') as (options: object) => Server;
  return dynalite({ createTableMs: 0 });
};

/** The state's table in memory, with DynamoDB's own conditions. */
export async function startTable(): Promise<{ table: Table; stop: () => void }> {
  const server = serverOf();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'State',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  return {
    table: new Table(client, 'State'),
    stop: () => {
      client.destroy();
      server.close();
    },
  };
}
