// The API's description: api.json, and for each subject a file of api/ with the same parts.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = import.meta.dirname ?? fileURLToPath(new URL('.', import.meta.url));
const read = (...path) => JSON.parse(readFileSync(join(here, ...path), 'utf8'));

export function readApi() {
  const api = read('api.json');
  for (const file of readdirSync(join(here, 'api')).sort()) {
    const subject = read('api', file);
    for (const [part, entries] of Object.entries(subject)) {
      for (const [name, entry] of Object.entries(entries)) {
        if (api[part][name]) throw new Error(`api/${file}: ${part}.${name} is there already`);
        api[part][name] = entry;
      }
    }
  }
  return api;
}
