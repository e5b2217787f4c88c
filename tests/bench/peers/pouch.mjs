// SPDX-License-Identifier: GPL-3.0-or-later
// PouchDB over HTTP to express-pouchdb, LevelDB on both sides, every option as it is by default.
//   pouch.mjs FOLDER EVENTS BYTES      prints: seconds and bytes of a push, the same of a bootstrap, MB of the server
import express from 'express';
import expressPouch from 'express-pouchdb';
import PouchDB from 'pouchdb';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { documents, report, serve, timed } from './common.mjs';

const [first, ...rest] = process.argv.slice(2);
if (first === 'serve') {
  const Here = PouchDB.defaults({ prefix: `${rest[0]}/server/` });
  const app = express();
  app.use('/', expressPouch(Here, { mode: 'minimumForPouchDB' }));
  const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
} else {
  const folder = first;
  const count = Number(rest[0]);
  mkdirSync(`${folder}/server`, { recursive: true });
  const server = await serve(fileURLToPath(import.meta.url), folder);
  const url = `http://127.0.0.1:${server.port}/office`;
  const author = new PouchDB(`${folder}/author`);
  await author.bulkDocs(documents(count, Number(rest[1]), '_id'));
  const push = await timed(() => author.replicate.to(url));
  const reader = new PouchDB(`${folder}/reader`);
  const boot = await timed(() => reader.replicate.from(url));
  if ((await reader.info()).doc_count !== count) throw new Error('not all came');
  report(push, boot, server);
}
