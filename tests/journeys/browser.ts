import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((place) =>
  existsSync(place),
);

/** Where no browser is, its journeys are skipped aloud; under CI that is a failure. */
export const noBrowser = executablePath === undefined && process.env['CI'] === undefined;

export function openBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('Chromium is missing: apt-get install -y chromium');
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...quiet] });
}

const wcag = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } as const;
const contrast = { type: 'rule', values: ['color-contrast'] } as const;

/** What moves on the page is at its end; only what turns without an end goes on. */
const settled = `for (const one of document.getAnimations())
  if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish();`;

/** What a page breaks of WCAG 2.2 AA, told so that the place is found; or only what its colours break. */
export async function accessibilityProblems(page: Page, what: 'all' | 'contrast' = 'all'): Promise<readonly string[]> {
  // A page keeps it until it is loaded anew; a builder would bring it, and a page of its own, to each look.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  await page.evaluate(settled);
  // What stands in a frame, such as a mail, runs no scripts and answers nothing.
  const options = { runOnly: what === 'all' ? wcag : contrast, resultTypes: ['violations'], iframes: false };
  return page.evaluate<readonly string[]>(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join('; ')))`);
}
