import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, type BrowserServer, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { writeSpokenSound } from './spoken';

// Without a graphics card Chromium paints pages with the processor and WebGL with SwiftShader;
// '--use-gl=angle' would push the painting of pages through SwiftShader too, many times slower.
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
  // Pages of the browser itself, loaded ahead behind its toolbar, cost as much as a visit.
  '--disable-features=PreloadTopChromeWebUI,WebUIOmniboxAimPopup,WebUIOmniboxPopup',
];

const SPOKEN = 'build/browser/spoken.wav';

/** A microphone that everybody may use and that always hears the same. */
const MICROPHONE = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-audio-capture=${resolve(SPOKEN)}`,
];

/** Small: a software renderer needs seconds for a frame of a million pixels. */
export const SIZES = {
  desktop: { viewport: { width: 768, height: 480 }, hasTouch: false, isMobile: false },
  phone: { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true },
} as const;

export type Size = keyof typeof SIZES;

/** A page in a profile of its own, with all that went wrong in it. */
export interface Window {
  page: Page;
  close: () => Promise<void>;
  errors: string[];
  /** Kinds of binary frames that the server sent to this page. */
  frameKinds: Set<number>;
  /** Text messages that this page sent to the server. */
  sent: string[];
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

/** A frame each 100 ms leaves the processor, which draws every page, time for the other pages. */
const SPACED_FRAMES = `{
  const next = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => setTimeout(() => next(draw), 100);
  window.cancelAnimationFrame = (id) => clearTimeout(id);
}`;

/** All of the page runs but the card's work: a second of the processor for each frame here. */
const UNDRAWN = `
  for (const name of Object.getOwnPropertyNames(WebGL2RenderingContext.prototype)) {
    if (/^draw(?!ing)/.test(name)) WebGL2RenderingContext.prototype[name] = () => undefined;
  }`;

const launchOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: FLAGS,
};

/** Of a run of tests: panels are painted without the card, which is the processor here. */
export function launchServer(): Promise<BrowserServer> {
  mkdirSync('build/browser', { recursive: true });
  writeSpokenSound(SPOKEN);
  const args = [...FLAGS, ...MICROPHONE, '--disable-gpu-rasterization'];
  return chromium.launchServer({ ...launchOptions, args });
}

let shared: Promise<Browser> | null = null;

/** The browser of the run; without one (a measurement, say) a new one, as cold as a visitor's. */
function browserForWindow(): Promise<Browser> {
  const endpoint = inject('browser') as string | undefined;
  if (endpoint === undefined) return chromium.launch(launchOptions);
  return (shared ??= chromium.connect(endpoint));
}

export interface WindowOptions {
  size?: Size;
  language?: 'en' | 'zh';
  /** Draws the city; else all runs but the drawing. */
  drawn?: boolean;
  /** Draws as often as it can, and moves what moves. */
  fullRate?: boolean;
}

export async function openWindow({
  size = 'desktop',
  language = 'en',
  fullRate = false,
  drawn = fullRate,
}: WindowOptions = {}): Promise<Window> {
  const browser = await browserForWindow();
  const context = await browser.newContext({
    ...SIZES[size],
    deviceScaleFactor: 1,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    reducedMotion: fullRate ? 'no-preference' : 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  if (!fullRate) await context.addInitScript(SPACED_FRAMES);
  if (!drawn) await context.addInitScript(UNDRAWN);
  const page = await context.newPage();
  openPages.add(page);
  page.on('close', () => openPages.delete(page));
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  const frameKinds = new Set<number>();
  const sent: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload !== 'string' && payload.length > 0) frameKinds.add(payload[0] ?? 0);
    });
    socket.on('framesent', ({ payload }) => {
      if (typeof payload === 'string') sent.push(payload);
    });
  });
  const close = () => (shared ? context.close() : browser.close());
  return { page, close, errors, frameKinds, sent };
}
