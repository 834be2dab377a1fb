// Enough understanding of C++ text to find its functions: no types, no macros, only nesting.

/** One match of a comment, a raw string, a string or a character at this place. */
const TOKEN = new RegExp(
  [
    '//[^\\n]*',
    '/\\*[\\s\\S]*?\\*/',
    'R"([^(\\s]*)\\([\\s\\S]*?\\)\\1"',
    '"(?:\\\\.|[^"\\\\\\n])*"',
    "(?<![0-9A-Fa-f])'(?:\\\\.|[^'\\\\\\n])+'",
    '^[ \\t]*#(?:\\\\\\n|[^\\n])*',
  ].join('|'),
  'gm',
);

/** The text with comments, strings and preprocessor lines blanked; lines keep their numbers. */
export function blankNonCode(text) {
  return text.replace(TOKEN, (token) => token.replace(/[^\n]/g, ' '));
}

const SCOPE = /^\s*(inline\s+)?namespace\b|^\s*extern\b\s*$|^[^()=]*\b(class|struct|union|enum)\b/;

function closingBrace(code, open) {
  let depth = 0;
  for (let i = open; i < code.length; ++i) {
    if (code[i] === '{') ++depth;
    if (code[i] === '}' && --depth === 0) return i;
  }
  return code.length;
}

function lineOf(code, index) {
  let line = 1;
  for (let i = 0; i < index; ++i) if (code[i] === '\n') ++line;
  return line;
}

/** The outermost functions of C++ text: { name, line, lines }; lambdas belong to their function. */
export function cppFunctions(text) {
  const code = blankNonCode(text);
  const found = [];
  let start = 0;
  for (let i = 0; i < code.length; ++i) {
    if (code[i] === ';' || code[i] === '}') start = i + 1;
    if (code[i] !== '{') continue;
    const header = code.slice(start, i);
    if (SCOPE.test(header)) {
      start = i + 1;
      continue;
    }
    const end = closingBrace(code, i);
    if (header.includes('(')) {
      const first = lineOf(code, start + header.search(/\S/));
      const name = /([~\w:]+)\s*\(/.exec(header)?.[1] ?? 'a function';
      found.push({ name, line: first, lines: lineOf(code, end) - first + 1 });
    }
    i = end;
    start = end + 1;
  }
  return found;
}
