import { enableCompileCache } from 'node:module';
import path from 'node:path';

// Explaining a message needs nothing but the dictionary, and answers before a database could be thought of.

// In a clone Node strips the types of each file at each start; what it made of them is kept.
if (import.meta.filename.endsWith('.ts'))
  enableCompileCache(path.join(import.meta.dirname, '..', '.cache', 'compiled'));

// Whoever reads may stop reading (| head): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

if (process.argv[2] === 'explain') {
  const { explainCommand } = await import('./dictionary/explain.command.ts');
  process.exitCode = await explainCommand(process.argv.slice(3));
} else await import('./commands.ts');
