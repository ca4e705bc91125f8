import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { plainReporter } from './tests/house/plain-reporter.ts';

/** One PostgreSQL for the whole run; each test file makes its own database from a template. */
const databaseServer = 'tests/database/server.ts';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['{src,tests,bench,sandbox}/**/*.test.ts'],
    // Node itself reads the TypeScript, as in the running hub; nothing here needs Vite between a test and its code.
    experimental: { viteModuleRunner: false },
    pool: 'forks',
    maxWorkers: 2,
    // Two processes for the whole run: each file anew would load the hub a hundred times. Nothing of a test may stay behind it.
    isolate: false,
    globalSetup: existsSync(new URL(databaseServer, import.meta.url)) ? [databaseServer] : [],
    // A test that hangs is to be found; one on a busy machine is to be waited for.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    reporters: [plainReporter()],
    // A test that is left alone on purpose says so with `context.skip(reason)`, never by a forgotten `only`.
    allowOnly: false,
  },
});
