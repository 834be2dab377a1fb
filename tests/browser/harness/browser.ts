import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

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
  desktop: { viewport: { width: 960, height: 600 }, hasTouch: false, isMobile: false },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

export type Size = keyof typeof SIZES;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
  });
}

/** A page in a profile of its own, with all that went wrong in it. */
export interface Window {
  page: Page;
  context: BrowserContext;
  errors: string[];
}

export async function openWindow(
  browser: Browser,
  { size = 'desktop', language = 'en' }: { size?: Size; language?: 'en' | 'zh' } = {},
): Promise<Window> {
  const context = await browser.newContext({
    ...SIZES[size],
    deviceScaleFactor: 1,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { page, context, errors };
}
