import { mkdirSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Small: a software renderer needs seconds for a frame of a million pixels. */
export const SIZES = {
  desktop: { viewport: { width: 768, height: 480 }, hasTouch: false, isMobile: false },
  phone: { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true },
} as const;

export type Size = keyof typeof SIZES;

/** A page in a browser of its own, with all that went wrong in it. */
export interface Window {
  page: Page;
  close: () => Promise<void>;
  errors: string[];
  /** Kinds of binary frames that the server sent to this page. */
  frameKinds: Set<number>;
}

/** Generous: a software renderer on a busy machine. */
const PATIENCE_MS = 90_000;

const openPages = new Set<Page>();

/** A picture of every open page, for the reader of a failed test. */
export async function photographPages(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [index, page] of [...openPages].entries()) {
    await page.screenshot({ path: `${folder}/page-${index + 1}.png` }).catch(() => undefined);
  }
}

/** The processor draws every page: a frame each 150 ms leaves others their turn. */
const SPACED_FRAMES = `{
  const next = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => setTimeout(() => next(draw), 150);
  window.cancelAnimationFrame = (id) => clearTimeout(id);
}`;

interface WindowOptions {
  size?: Size;
  language?: 'en' | 'zh';
  /** Draws as often as it can, and moves what moves. */
  fullRate?: boolean;
}

export async function openWindow({
  size = 'desktop',
  language = 'en',
  fullRate = false,
}: WindowOptions = {}): Promise<Window> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
  });
  const context = await browser.newContext({
    ...SIZES[size],
    deviceScaleFactor: 1,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    reducedMotion: fullRate ? 'no-preference' : 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  if (!fullRate) await context.addInitScript(SPACED_FRAMES);
  const page = await context.newPage();
  openPages.add(page);
  page.on('close', () => openPages.delete(page));
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const frameKinds = new Set<number>();
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload !== 'string' && payload.length > 0) frameKinds.add(payload[0] ?? 0);
    }),
  );
  return { page, close: () => browser.close(), errors, frameKinds };
}
