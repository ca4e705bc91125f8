import { orderOf, summaryText } from './arguments.ts';
import { generateDistrict } from './generate.ts';

try {
  const order = orderOf(process.argv.slice(2));
  if ('say' in order) process.stdout.write(order.say);
  else {
    const summary = await generateDistrict(order.folder, order.options);
    process.stdout.write(order.json ? `${JSON.stringify(summary, null, 2)}\n` : summaryText(summary));
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nSee --help.\n`);
  process.exitCode = 1;
}
