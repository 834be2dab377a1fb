import type { Locator } from 'playwright-core';
import type { Facts } from '../../../web/visit/facts';
import { en } from '../../../web/visit/i18n/en';
import { openWindow, type Window, type WindowOptions } from './browser';

const ENTERED_MS = 90_000;
const WALK_MS = 150_000;

/** Somebody in the city, who knows only what the page shows. Words are English. */
export class Visitor {
  private constructor(
    readonly name: string,
    readonly window: Window,
  ) {}

  /** Somebody whose page is open already. */
  static at(name: string, window: Window): Visitor {
    return new Visitor(name, window);
  }

  get page() {
    return this.window.page;
  }

  /** Opens the link, gives a name, waits until one can walk; `script` runs before the page's. */
  static async enter(
    link: string,
    name: string,
    { script = '', ...options }: WindowOptions & { script?: string } = {},
  ): Promise<Visitor> {
    const window = await openWindow(options);
    if (script) await window.page.addInitScript(script);
    const visitor = Visitor.at(name, window);
    await visitor.goIn(link);
    return visitor;
  }

  async goIn(link: string): Promise<void> {
    await this.page.goto(link, { waitUntil: 'commit' });
    await this.page.getByLabel(en.entry.nameLabel).fill(this.name);
    await this.button(en.entry.enter).click();
    await this.until(() => this.page.evaluate(() => window.__yuancheng.ready));
  }

  /** The read-only facts of the page. */
  fact<K extends keyof Facts>(key: K): Promise<Facts[K]> {
    return this.page.evaluate((name) => window.__yuancheng[name], key) as Promise<Facts[K]>;
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name }).first();
  }

  get world(): Locator {
    return this.page.getByTestId('world');
  }

  /** Waits for a condition with an error that says what the page showed, and what `say` adds. */
  async until(
    condition: () => Promise<boolean>,
    timeoutMs = ENTERED_MS,
    say: () => Promise<string> = () => Promise.resolve(''),
  ): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      if (await condition()) return;
      await this.page.waitForTimeout(100);
    }
    const shown = (await this.page.locator('body').innerText()).slice(0, 500);
    const said = [await say(), `shown:\n${shown}`, ...this.window.errors].join('\n');
    throw new Error(`${this.name} waited ${timeoutMs} ms in vain; ${said}`);
  }

  /** Holds a walking key until the visitor has gone this far. */
  async walk(metres: number, key = 'w'): Promise<void> {
    await this.world.focus();
    const start = await this.position();
    await this.page.keyboard.down(key);
    try {
      await this.until(async () => distance(start, await this.position()) >= metres, WALK_MS);
    } finally {
      await this.page.keyboard.up(key);
    }
  }

  /** Waits until the visitor has come to rest. */
  async standStill(): Promise<void> {
    let before = await this.position();
    await this.until(async () => {
      await this.frames(4);
      const now = await this.position();
      const moved = distance(before, now);
      before = now;
      return moved < 0.01;
    });
  }

  /** Waits for so many frames: on a slow machine one may take a second. */
  private frames(count: number): Promise<void> {
    return this.page.evaluate(
      (most) =>
        new Promise<void>((resolve) => {
          let left = most;
          const next = (): void => {
            left -= 1;
            if (left < 0) resolve();
            else requestAnimationFrame(next);
          };
          next();
        }),
      count,
    );
  }

  async position(): Promise<{ x: number; y: number; z: number }> {
    const position = await this.fact('position');
    if (!position) throw new Error(`${this.name} stands nowhere`);
    return position;
  }

  see(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  /** From the dock, or on a small screen from what did not fit in it. */
  async openPanel(name: string): Promise<void> {
    const docked = this.see(`dock-${name}`);
    if (await docked.isVisible()) return docked.click();
    await this.see('dock-more').click();
    await this.see(`more-${name}`).click();
  }

  async closePanel(): Promise<void> {
    await this.see('close-panel').click();
    await this.see('close-panel').waitFor({ state: 'detached' });
  }

  private async openChat(): Promise<void> {
    if (!(await this.see('chat-input').isVisible())) await this.openPanel('chat');
  }

  async say(text: string): Promise<void> {
    await this.openChat();
    await this.see('chat-input').fill(text);
    await this.see('chat-input').press('Enter');
  }

  /** Waits until this text stands in the visitor's list of messages. */
  async hears(text: string): Promise<void> {
    await this.openChat();
    await this.see('chat-line').getByText(text).first().waitFor();
  }

  async leave(): Promise<void> {
    await this.window.close();
  }
}

export function distance(
  a: { x: number; y: number; z: number },
  b: { x: number; y: number; z: number },
): number {
  return Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
}
