import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface AxeFault {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

/** Half faded in, words have a contrast that nobody reads them with. */
function comeToRest(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map((animation) => animation.finished)).then(() => true);
  });
}

/** The serious and critical faults that axe finds on the page at rest, one line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await comeToRest(page);
  // Evaluated by the debugger, so that the page's own content security policy stays in force.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const faults = await page.evaluate(async () => {
    const { axe: judge } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: AxeFault[] }> };
    };
    return (await judge.run({ resultTypes: ['violations'] })).violations;
  });
  return faults
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
