import { cppFunctions } from '../cpp-source.mjs';

const MAX_FILE_LINES = 600;
const MAX_FUNCTION_LINES = 70;
const MAX_COLUMNS = 100;

const CODE = /\.(h|cpp|ts|tsx|mjs|js|css|sh|cmake)$|(^|\/)(CMakeLists\.txt|dev)$/;
const CPP = /\.(h|cpp)$/;
const SHELL = /\.sh$|(^|\/)dev$/;

function shellFunctions(text) {
  const lines = text.split('\n');
  const found = [];
  lines.forEach((line, index) => {
    const name = /^(\w+)\(\) \{$/.exec(line)?.[1];
    if (!name) return;
    const end = lines.indexOf('}', index);
    found.push({ name, line: index + 1, lines: end - index + 1 });
  });
  return found;
}

function functionsOf(file) {
  if (CPP.test(file.path)) return cppFunctions(file.text);
  if (SHELL.test(file.path)) return shellFunctions(file.text);
  return []; // TypeScript and JavaScript: ESLint counts
}

/** In TypeScript a sentence or the path of an icon is one string, which no line break may cut. */
function withoutLongString(path, line) {
  return /\.(ts|tsx|mjs)$/.test(path) ? line.replace(/(['"`])(?:(?!\1).)*\1/, '') : line;
}

/** File, function and line have a length that one can keep in view. */
export function* sizes(files) {
  for (const file of files) {
    if (!CODE.test(file.path)) continue;
    const lines = file.text.replace(/\n$/, '').split('\n');
    if (lines.length > MAX_FILE_LINES) {
      yield { ...at(file, 1), message: `${lines.length} lines; the limit is ${MAX_FILE_LINES}` };
    }
    for (const [index, line] of lines.entries()) {
      const columns = [...withoutLongString(file.path, line)].length;
      if (columns > MAX_COLUMNS) {
        yield { ...at(file, index + 1), message: `${columns} columns; at most ${MAX_COLUMNS}` };
      }
    }
    for (const { name, line, lines: length } of functionsOf(file)) {
      if (length > MAX_FUNCTION_LINES) {
        const message = `${name} has ${length} lines; the limit is ${MAX_FUNCTION_LINES}`;
        yield { ...at(file, line), message };
      }
    }
  }
}

function at(file, line) {
  return { path: file.path, line };
}
