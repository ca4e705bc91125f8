// Installs what is missing, before every npm script. Plain JavaScript for Node 18 and newer: it runs on the machine's
// own Node, which may be too old for Hallpass; the lock file brings Node 24 where the registry has it.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFolderLock } from './folder-lock.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.hallpass-lock');
const shippedNode = join(modules, '.bin', 'node');
const neededMajor = 24;

/** A reason to stop that is told without a stack; a class, so that `instanceof` tells it from a defect. */
class Sorry extends Error {}

try {
  await ensure();
} catch (error) {
  process.stderr.write(`${error instanceof Sorry ? error.message : error.stack}\n`);
  process.exitCode = 3;
}

async function ensure() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (stamped() !== wanted) {
    mustBeWritable();
    const lock = join(root, '.cache', 'install.lock');
    await withFolderLock(
      lock,
      () => install(wanted),
      () => say('Another process is installing the packages; waiting for it.'),
    );
  }
  mustHaveNode();
}

function stamped() {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : '';
}

async function install(wanted) {
  if (stamped() === wanted) return;
  if (!sameAsInstalled()) {
    say('Installing the packages (about half a minute, once) …');
    await npmCi();
    dropUnusableNode();
  }
  writeFileSync(stamp, `${wanted}\n`);
}

/** Whether somebody's own `npm ci` or `npm install` already brought exactly what the lock file names for this machine. */
function sameAsInstalled() {
  const list = join(modules, '.package-lock.json');
  if (!existsSync(list)) return false;
  const installed = JSON.parse(readFileSync(list, 'utf8')).packages ?? {};
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const here = installed[path];
    if (here === undefined) return entry.optional === true && !isForThisMachine(entry);
    return here.version === entry.version && here.integrity === entry.integrity;
  });
}

function isForThisMachine(entry) {
  if (entry.os === undefined || entry.cpu === undefined) return false;
  const libc = entry.libc === undefined || entry.libc.includes(isMusl() ? 'musl' : 'glibc');
  return entry.os.includes(process.platform) && entry.cpu.includes(process.arch) && libc;
}

/** `--ignore-scripts`: nothing here needs an install script, so none runs, whatever the user's npm is set to. */
async function npmCi() {
  const [command, ...first] = npmCommand();
  const flags = [
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ];
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];
  const args = [...first, 'ci', ...flags, ...patience, '--loglevel=error', '--no-progress', '--no-update-notifier'];
  const { code, output } = await run(command, args);
  if (code !== 0) throw new Sorry(reasonOf(output));
}

function npmCommand() {
  const npm = process.env.npm_execpath ?? '';
  if (!basename(npm).startsWith('npm') || !existsSync(npm)) return ['npm'];
  // npm ci removes node_modules, and with it the Node that may be running this script: npm's own Node stays.
  const node = [process.env.npm_node_execpath, process.execPath].find((path) => path !== undefined && existsSync(path));
  return node === undefined ? ['npm'] : [node, npm];
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    // Ended from outside, npm must not go on writing while the next one starts.
    process.once('exit', () => child.kill());
    const patience = setInterval(() => say('… still installing'), 30_000);
    const end = (result) => {
      clearInterval(patience);
      resolve(result);
    };
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => end({ code: 1, output: `${error.code} ${command}: ${error.message}` }));
    child.on('close', (code) => end({ code: code ?? 1, output }));
  });
}

/** What npm's words mean for the person in front of the screen, with npm's own words below. */
function reasonOf(output) {
  const causes = [
    [/ENOENT npm/, 'npm was not found. Install Node 24 with npm (https://nodejs.org) and start again.'],
    [
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|EIDLETIMEOUT|network request/i,
      'The packages could not be fetched: the npm registry does not answer. Check the network, a proxy (npm config get proxy) or the registry (npm config get registry), then start again.',
    ],
    [
      /EACCES|EPERM|EROFS/,
      `No permission to write to ${root} or to npm's cache. Start as the owner of the folder, or give this account the right to write there.`,
    ],
    [/ENOSPC/, 'The disk is full: the packages need about 800 MB. Make room and start again.'],
    [
      /EUSAGE|in sync|Missing: /,
      'package.json and package-lock.json do not agree. Run "npm install" and commit the lock file.',
    ],
    [
      /EINTEGRITY/,
      'A package differs from what the lock file expects. Run "npm cache clean --force" and start again; if it stays, the registry is not to be trusted.',
    ],
  ];
  const known = causes.find(([pattern]) => pattern.test(output))?.[1];
  return `${known ?? 'npm could not install the packages.'}\n\nnpm said:\n${output.trim().split('\n').slice(-15).join('\n')}`;
}

/** A Node that was shipped for another C library would stand first in the PATH of every npm script. */
function dropUnusableNode() {
  if (existsSync(shippedNode) && spawnSync(shippedNode, ['--version']).status !== 0) rmSync(shippedNode);
}

function mustHaveNode() {
  if (existsSync(shippedNode)) return;
  if (Number.parseInt(process.versions.node, 10) >= neededMajor) return;
  throw new Sorry(
    `${whyNoneIsShipped()} Hallpass runs on this machine's own Node there, which must be ${neededMajor} or newer and is ${process.versions.node}. Install Node ${neededMajor} (https://nodejs.org) and start again.`,
  );
}

function whyNoneIsShipped() {
  if (isMusl())
    return 'The Node 24 in the lock file needs the GNU C library (glibc); this machine has another one (musl, as on Alpine).';
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch))
    return 'The Node 24 in the lock file does not run here: the C library of this machine is too old for it.';
  return `The npm registry has no Node 24 for ${process.platform} on ${process.arch}.`;
}

function isMusl() {
  return process.platform === 'linux' && process.report.getReport().header.glibcVersionRuntime === undefined;
}

function mustBeWritable() {
  try {
    accessSync(root, constants.W_OK);
    for (const folder of [modules, join(root, '.cache')].filter(existsSync)) accessSync(folder, constants.W_OK);
  } catch {
    throw new Sorry(
      `The packages must be installed, but this account may not write to ${root}. Start as the owner of the folder.`,
    );
  }
}

/** Standard error, so that `--json` on standard output stays clean. */
function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}
