import type { TestProject } from 'vitest/node';
import { launchServer } from './browser';
import { CITIES, PROGRAM } from './server';
import { bakeSmallCity } from './small-city';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one browser of a run listens. */
    browser: string;
  }
}

/** One browser for the whole run, each window a fresh profile in it; and the small city. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  bakeSmallCity(PROGRAM, CITIES.small);
  const server = await launchServer();
  provide('browser', server.wsEndpoint());
  return () => server.close();
}
