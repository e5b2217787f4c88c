// SPDX-License-Identifier: GPL-3.0-or-later
// What both peers have in common: the documents, the server as a process of its own, the bytes on lo.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const cases = 2000;

/// Documents of `size` bytes as JSON, in 2,000 cases, whose payload no compression makes smaller than base64 allows.
export function documents(count, size, key) {
  const all = [];
  for (let i = 0; i < count; ++i) {
    const doc = { [key]: `event-${String(i).padStart(8, '0')}`, caseId: `case-${i % cases}`, kind: 'note.added', payload: '' };
    const room = size - JSON.stringify(doc).length;
    doc.payload = randomBytes(room).toString('base64').slice(0, room);
    all.push(doc);
  }
  return all;
}

/// Bytes that came over the loopback interface so far, with the headers of TCP and IP.
export function loopback() {
  const line = readFileSync('/proc/net/dev', 'utf8').split('\n').find((one) => one.trim().startsWith('lo:'));
  return Number(line.split(':')[1].trim().split(/\s+/)[0]);
}

/// Starts this script again as a server; it says its port in its first line.
export function serve(script, ...words) {
  const child = spawn(process.execPath, [script, 'serve', ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended: ${code}`)));
    child.stdout.once('data', (data) => resolve({ port: Number(String(data).trim()), pid: child.pid }));
  });
}

/// Does something and says how long it took and what it sent.
export async function timed(work) {
  const bytes = loopback();
  const start = performance.now();
  await work();
  return { seconds: (performance.now() - start) / 1000, bytes: loopback() - bytes };
}

/// The most memory that a process has had, in MB.
export function peak(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

export function report(push, boot, server) {
  console.log(`${push.seconds} ${push.bytes} ${boot.seconds} ${boot.bytes} ${peak(server.pid)}`);
  process.exit(0);
}
