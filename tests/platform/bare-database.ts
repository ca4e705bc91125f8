import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase, openSession } from '../../src/platform/database.ts';
import { databaseOn } from '../database/server.ts';

/** A database without any table; `open` gives further pools on it, as other processes would have. */
export async function bareDatabase() {
  const server = inject('databaseServer');
  const name = `hallpass_bare_${randomBytes(6).toString('hex')}`;
  const run = async (text: string) => {
    const session = await openSession(server);
    await session.query(text);
    await session.end();
  };
  await run(`create database ${name} template template0 encoding 'UTF8'`);
  const opened: Database[] = [];
  const open = () => {
    const database = openDatabase(databaseOn(server, name), 3);
    opened.push(database);
    return database;
  };
  return {
    open,
    db: open(),
    async close() {
      for (const database of opened) await database.close();
      await run(`drop database ${name} with (force)`);
    },
  };
}
