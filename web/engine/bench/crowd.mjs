// node web/engine/bench/crowd.mjs [people...]: script milliseconds and draw calls of a crowd.
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const kFlags = [
  '--headless=new',
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

const counts = process.argv.slice(2).map(Number);
const server = await createServer({
  root: 'web',
  server: { port: 0, host: '127.0.0.1' },
  logLevel: 'error',
});
await server.listen();
const { port } = server.httpServer.address();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: kFlags,
});
try {
  for (const people of counts.length > 0 ? counts : [100, 1000, 10000]) {
    const page = await browser.newPage({ viewport: { width: 320, height: 180 } });
    await page.goto(`http://127.0.0.1:${port}/engine/bench/crowd.html?people=${people}`, {
      waitUntil: 'commit',
    });
    await page.waitForFunction(() => window.crowdFigures, undefined, { timeout: 300_000 });
    console.log(JSON.stringify(await page.evaluate(() => window.crowdFigures)));
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}
