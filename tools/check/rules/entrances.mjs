import { blankNonCode } from '../cpp-source.mjs';
import { globMatches } from './dependencies.mjs';

/**
 * What enters the program only at named places, so that a simulation can supply it instead.
 * @type {{what: string, pattern: RegExp, allowed: string[]}[]}
 */
const ENTRANCES = [
  {
    what: 'time',
    pattern: /\bstd::chrono::\w+::now\(|\bclock_gettime\(|\bgettimeofday\(|\bstd::time\(/,
    allowed: ['kernel/base/clock.cpp'],
  },
  {
    what: 'randomness',
    pattern: /\bstd::random_device\b|\bgetrandom\(|(?<![\w.:>])s?rand\(|\brandombytes_\w+\(/,
    allowed: ['kernel/base/random.cpp'],
  },
  {
    what: 'sleeping',
    pattern: /\bstd::this_thread::sleep_\w+\(|(?<![\w.:>])u?sleep\(/,
    allowed: ['kernel/base/executor.cpp', 'kernel/base/clock.cpp'],
  },
  {
    what: 'the disk',
    pattern: /#include <(fstream|filesystem|fcntl\.h|sys\/(file|stat)\.h)>|\bfopen\(/,
    allowed: ['kernel/base/disk.cpp'],
  },
  {
    what: 'the network',
    pattern: /#include <(sys\/socket\.h|netinet\/.*|netdb\.h|ifaddrs\.h|net\/.*|boost\/asio.*)>/,
    allowed: ['kernel/gateway/*.cpp', 'kernel/gateway/*.h'],
  },
  {
    what: 'a coroutine, which g++ 12 miscompiles,',
    pattern: /\bco_(await|return|yield)\b/,
    allowed: [],
  },
  { what: 'std::format, which g++ 12 lacks,', pattern: /\bstd::format\b/, allowed: [] },
];

const TEST = /_test\.cpp$|_fixture\.h$|(^|\/)(bench|fuzz)_\w+\.cpp$|\/(testing|tools)\//;

/** All of these come through kernel/base; tests, apps and measurements may take them raw. */
export function* entrances(files) {
  for (const file of files) {
    if (!/^(kernel|kits)\/.*\.(h|cpp)$/.test(file.path) || TEST.test(file.path)) continue;
    const raw = file.text.split('\n');
    const code = blankNonCode(file.text)
      .split('\n')
      .map((line, index) => (raw[index].startsWith('#include') ? raw[index] : line));
    for (const { what, pattern, allowed } of ENTRANCES) {
      if (allowed.some((glob) => globMatches(glob, file.path))) continue;
      for (const [index, line] of code.entries()) {
        if (!pattern.test(line)) continue;
        const where = allowed.length ? `only in ${allowed.join(', ')}` : 'nowhere';
        yield { path: file.path, line: index + 1, message: `${what} may be used ${where}` };
      }
    }
  }
}
