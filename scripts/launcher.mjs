#!/usr/bin/env -S node --max-semi-space-size=8 --max-old-space-size=176 --no-incremental-marking
// The published command. The bounds keep the hub's memory low: what it holds long lies outside of the collected heap.
// An old Node cannot even read the bundle: the Node 24 that was installed with it takes over.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';

const neededMajor = 24;

if (Number.parseInt(process.versions.node, 10) >= neededMajor) await import('./hallpass.mjs');
else handOver(installedNode());

function installedNode() {
  try {
    return createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/bin/node`);
  } catch {
    process.stderr.write(
      `Hallpass needs Node ${neededMajor} or newer and this is ${process.versions.node}. Install Node ${neededMajor} (https://nodejs.org) and start again.\n`,
    );
    process.exit(2);
  }
}

function handOver(node) {
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(
      `The Node ${neededMajor} that came with Hallpass does not run here (${error.message}). Install Node ${neededMajor} and start again.\n`,
    );
    process.exit(2);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
