import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';

// Asks for a page and sends a record, by turns and over a few connections, until its input ends; tells how long the
// slowest answer took. A process of its own, so that what is measured is the server.

const { values } = parseArgs({
  options: { hub: { type: 'string' }, send: { type: 'string' }, look: { type: 'string' }, from: { type: 'string' } },
});
const hub = values.hub ?? '';
const agent = new Agent({ keepAlive: true, maxSockets: 4 });
const times: number[] = [];
let failed = 0;
let stopped = false;
process.stdin.on('end', () => {
  stopped = true;
});
process.stdin.resume();

function ask(method: 'GET' | 'POST', path: string, key: string | undefined, body?: string): Promise<void> {
  const start = performance.now();
  const headers = {
    authorization: `Bearer ${key}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${hub}${path}`, { method, agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        times.push(performance.now() - start);
        if ((answer.statusCode ?? 500) >= 400) failed++;
        resolve();
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

let next = Number(values.from ?? 0);
const userOf = (no: number) =>
  JSON.stringify({
    ...{ schoolID: 's-1', issuedID: String(no), userID: `user-${no}`, role: 'student' },
    ...{ firstName: `First${no}`, lastName: `Last${no}`, email: `user-${no}@bench.example` },
  });

async function connection(): Promise<void> {
  while (!stopped) {
    await ask('GET', '/api/v1/runs?limit=20', values.look);
    await ask('POST', '/rostering/v1/users', values.send, userOf(next++));
  }
}

await Promise.all(Array.from({ length: 4 }, connection));
times.sort((a, b) => a - b);
const slowest = times.at(-1) ?? 0;
const most = times[Math.floor(times.length * 0.999)] ?? 0;
process.stdout.write(JSON.stringify({ answers: times.length, failed, slowest, most }));
agent.destroy();
