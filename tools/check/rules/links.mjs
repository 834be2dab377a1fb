import { posix } from 'node:path';

const LINK = /!?\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g;

function withoutCode(text) {
  return text
    .replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''))
    .replace(/`[^`\n]*`/g, '');
}

/** The anchor that a Markdown heading gets. */
function slug(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function anchors(text) {
  return [...text.matchAll(/^#+ (.*)$/gm)].map((match) => slug(match[1]));
}

/** A link in a document leads to a file, and to a heading where it names one. */
export function* links(files) {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const isFolder = (path) => files.some((file) => file.path.startsWith(`${path}/`));
  for (const file of files) {
    if (!file.path.endsWith('.md')) continue;
    for (const match of withoutCode(file.text).matchAll(LINK)) {
      if (/^[a-z]+:/.test(match[1])) continue;
      const [target, anchor] = match[1].split('#');
      const path = target
        ? posix.join(posix.dirname(file.path), decodeURI(target)).replace(/\/$/, '')
        : file.path;
      const line = withoutCode(file.text).slice(0, match.index).split('\n').length;
      if (!byPath.has(path) && !isFolder(path)) {
        yield { path: file.path, line, message: `${match[1]} leads nowhere` };
      } else if (
        anchor &&
        path.endsWith('.md') &&
        !anchors(byPath.get(path).text).includes(anchor)
      ) {
        yield { path: file.path, line, message: `${match[1]}: no such heading` };
      }
    }
  }
}
