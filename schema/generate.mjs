// Makes the C++ files and the TypeScript modules of the wire, the events and the shared constants
// from the JSON descriptions in this folder, so that no codec is written twice.
//
// Usage: node schema/generate.mjs [--cpp DIR] [--ts DIR]
// Writes DIR/<name>.h, DIR/<name>.cpp where there are codecs, and DIR/<name>.ts; a file whose text
// is unchanged is not touched.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { apiHeader, apiSource, apiTs } from './generate/api.mjs';
import { eventsHeader, eventsSource } from './generate/events.mjs';
import { framesCpp, framesTs } from './generate/frames.mjs';
import { lookCpp, lookTs } from './generate/look.mjs';
import { messagesHeader, messagesSource, messagesTs } from './generate/messages.mjs';
import { rightsCpp, rightsTs } from './generate/rights.mjs';
import { constantsCpp, constantsTs } from './generate/constants.mjs';
import { openApiCpp } from './generate/openapi.mjs';
import { reasonsCpp, reasonsTs } from './generate/reasons.mjs';
import { readApi } from './read-api.mjs';

const here = dirname(fileURLToPath(import.meta.url));

function read(name) {
  return JSON.parse(readFileSync(join(here, `${name}.json`), 'utf8'));
}

const kMade = 'Made by schema/generate.mjs';

function outputs() {
  const api = readApi();
  const events = read('events');
  const frames = read('frames');
  const look = read('look');
  const messages = read('messages');
  const reasons = read('reasons');
  const rights = read('rights');
  const walk = read('walk');
  return {
    cpp: {
      'api.cpp': apiSource(api),
      'api.h': apiHeader(api),
      'events.cpp': eventsSource(events),
      'events.h': eventsHeader(events),
      'frames.h': framesCpp(frames),
      'look.h': lookCpp(look),
      'messages.cpp': messagesSource(messages),
      'messages.h': messagesHeader(messages, reasons),
      'openapi.h': openApiCpp(api, reasons),
      'reasons.h': reasonsCpp(reasons),
      'rights.h': rightsCpp(rights),
      'walk.h': constantsCpp('walk', walk),
    },
    ts: {
      'api.ts': apiTs(api),
      'frames.ts': framesTs(frames),
      'look.ts': lookTs(look),
      'messages.ts': messagesTs(messages, reasons),
      'reasons-en.ts': reasonsTs(reasons, 'en'),
      'reasons-zh.ts': reasonsTs(reasons, 'zh'),
      'rights.ts': rightsTs(rights),
      'walk.ts': constantsTs('walk', walk),
    },
  };
}

function writeAll(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    writeFileSync(path, text);
  }
  // Of a description that is no more: an older tree left it, and it would still be compiled.
  for (const name of readdirSync(folder).filter((name) => !(name in files))) {
    const path = join(folder, name);
    const made = /\.(h|cpp|ts)$/.test(name) && readFileSync(path, 'utf8').includes(kMade);
    if (made) unlinkSync(path);
  }
}

function main(args) {
  const made = outputs();
  for (let i = 0; i < args.length; i += 2) {
    const language = args[i]?.replace(/^--/, '');
    if (!(language in made) || !args[i + 1]) {
      console.error('usage: node schema/generate.mjs [--cpp DIR] [--ts DIR]');
      process.exit(2);
    }
    writeAll(args[i + 1], made[language]);
  }
}

main(process.argv.slice(2));
