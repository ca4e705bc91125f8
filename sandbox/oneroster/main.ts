import { help, optionsOf, readyText } from './arguments.ts';
import { startProvider } from './provider.ts';

try {
  const options = optionsOf(process.argv.slice(2));
  if (options === null) process.stdout.write(help);
  else {
    const provider = await startProvider(options);
    process.stdout.write(readyText(provider));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void provider.close());
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nSee --help.\n`);
  process.exitCode = 2;
}
