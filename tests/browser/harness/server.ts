import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const PROGRAM = process.env.YUANCHENG ?? 'build/release/apps/yuancheng/yuancheng';
/** Puts spaces into a data folder. */
const MAKE_SPACES = process.env.YUANCHENG_MAKE_SPACES ?? 'build/release/bench/spaces/make_spaces';
/** The built pages; another folder while somebody rebuilds this one. */
export const WEB = process.env.YUANCHENG_WEB ?? 'web/dist';
/** Data folders with a city baked into them; every server of a test starts from a copy. */
export const CITIES = { wuhan: 'build/browser-data', small: 'build/browser-small' } as const;
export type City = keyof typeof CITIES;
const READY_MS = 30_000;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** The server as its users run it, on a folder and a port of its own. */
export class CityServer {
  readonly url: string;
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(
    private readonly port: number,
    readonly data: string,
    private readonly flags: string[],
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** The same with a space made from the template `plaza`; a portal before the spawn leads there. */
  static async startWithSpace(city: City): Promise<{ server: CityServer; space: string }> {
    const data = mkdtempSync(join(tmpdir(), 'yuancheng-'));
    cpSync(CITIES[city], data, { recursive: true });
    const made = execFileSync(MAKE_SPACES, [data, '1', 'portal'], { encoding: 'utf8' });
    const server = new CityServer(await freePort(), data, []);
    await server.run();
    return { server, space: made.trim() };
  }

  /** flags: further options of `yuancheng serve`. */
  static async start(city: City = 'wuhan', flags: string[] = []): Promise<CityServer> {
    const data = mkdtempSync(join(tmpdir(), 'yuancheng-'));
    if (existsSync(CITIES[city])) cpSync(CITIES[city], data, { recursive: true });
    const server = new CityServer(await freePort(), data, flags);
    await server.run();
    return server;
  }

  /** The one-time link of the first administrator. */
  adminLink(): string {
    const token = /\/console#enter=([\w-]+)/.exec(this.output)?.[1];
    if (token === undefined) throw new Error(`no administrator's link in:\n${this.output}`);
    return `${this.url}/console#enter=${token}`;
  }

  /** Lines of /metrics with this in their name. */
  async metrics(name: string): Promise<string> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line[0] !== '#' && line.includes(name));
    return lines.join('\n');
  }

  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.child;
    if (!child) return;
    this.child = null;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.data, { recursive: true, force: true });
  }

  async run(): Promise<void> {
    const place = ['--data', this.data, '--port', String(this.port), '--web', WEB];
    const child = spawn(PROGRAM, ['serve', ...place, ...this.flags]);
    this.child = child;
    const keep = (text: Buffer) => (this.output += text.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const deadline = Date.now() + READY_MS;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) break;
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await pause(50);
    }
    child.kill('SIGKILL');
    throw new Error(`the server did not become ready:\n${this.output.slice(-4000)}`);
  }
}
