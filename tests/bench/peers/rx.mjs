// SPDX-License-Identifier: GPL-3.0-or-later
// RxDB over its own WebSocket replication, in memory on both sides, in batches of 1,000, with which it is faster than
// with its default.
//   rx.mjs EVENTS BYTES      prints: seconds and bytes of a push, the same of a bootstrap, MB of the server
import { createRxDatabase } from 'rxdb/plugins/core';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { replicateWithWebsocketServer, startWebsocketServer } from 'rxdb/plugins/replication-websocket';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { documents, report, serve, timed } from './common.mjs';

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 40 },
    caseId: { type: 'string', maxLength: 40 },
    kind: { type: 'string' },
    payload: { type: 'string' },
  },
};

async function database(name) {
  const made = await createRxDatabase({ name, storage: getRxStorageMemory(), multiInstance: false });
  await made.addCollections({ events: { schema } });
  return made;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function replicate(desk, port) {
  const state = await replicateWithWebsocketServer({
    replicationIdentifier: 'bench', collection: desk.events, url: `ws://127.0.0.1:${port}/`, batchSize: 1000, live: false,
  });
  state.error$.subscribe((error) => { throw error; });
  await state.awaitInitialReplication();
}

globalThis.WebSocket ??= WebSocket;
const [first, second] = process.argv.slice(2);
if (first === 'serve') {
  const port = await freePort();
  startWebsocketServer({ database: await database('server'), port, path: '/' });
  console.log(port);
} else {
  const count = Number(first);
  const server = await serve(fileURLToPath(import.meta.url));
  const author = await database('author');
  await author.events.bulkInsert(documents(count, Number(second), 'id'));
  const push = await timed(() => replicate(author, server.port));
  const reader = await database('reader');
  const boot = await timed(() => replicate(reader, server.port));
  if ((await reader.events.count().exec()) !== count) throw new Error('not all came');
  report(push, boot, server);
}
