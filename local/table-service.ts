import type { Server } from 'node:http';

/**
 * DynamoDB: dynalite, kept in a folder. Each of its requests reads the table's description and an item or two, nearly
 * always from memory: they are read at once, not by way of a thread of the pool, whose answer waits for its turn behind
 * all else that the machine does.
 * @param path a folder, made when it is missing
 */
export async function dynamodbService(path: string): Promise<Server> {
  const { default: database } = await import('dynalite/db');
  const { default: dynalite } = await import('dynalite');
  const { create } = database;
  database.create = (options) => {
    const store = create(options);
    const { db } = store;
    db._get = (key, how) => Promise.resolve(db._getSync(key, how));
    return store;
  };
  return dynalite({ path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
}
