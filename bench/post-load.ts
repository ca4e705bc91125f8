import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';

// Sends POST requests over a number of connections and tells how long all of them took. A process of its own, so that
// what is measured is the server.

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    key: { type: 'string' },
    school: { type: 'string' },
    from: { type: 'string' },
    count: { type: 'string' },
    connections: { type: 'string', default: '32' },
  },
});
const url = new URL(values.url ?? '');
const [from, count, connections] = [values.from, values.count, values.connections].map(Number) as [
  number,
  number,
  number,
];
const agent = new Agent({ keepAlive: true, maxSockets: connections });

function post(body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${values.key}`,
    };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const userOf = (no: number) =>
  JSON.stringify({
    schoolID: values.school,
    issuedID: String(no),
    userID: `user-${no}`,
    firstName: `First${no}`,
    lastName: `Last${no}`,
    email: `user-${no}@bench.example`,
    role: 'student',
  });

let next = from;
async function connection(): Promise<void> {
  while (next < from + count) {
    const status = await post(userOf(next++));
    if (status !== 201) throw new Error(`answered ${status}`);
  }
}

const start = performance.now();
await Promise.all(Array.from({ length: connections }, connection));
process.stdout.write(`${performance.now() - start}\n`);
agent.destroy();
