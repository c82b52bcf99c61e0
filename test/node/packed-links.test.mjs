// The links between the documents hold in the published package, too.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {posix} from 'node:path';
import {test} from 'node:test';

const [{files}] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts']));
const packed = files.map(({path}) => path);

test('every relative link in a packed document leads to a packed file', () => {
  const links = packed
    .filter((path) => path.endsWith('.md'))
    .flatMap((document) =>
      // not in code
      [
        ...readFileSync(document, 'utf8')
          .replace(/```.*?```|`[^`]*`/gs, '')
          .matchAll(/\]\((?!https?:|#)([^)#\s]+)/g),
      ].map(([, target]) => ({document, path: posix.join(posix.dirname(document), target).replace(/\/$/, '')})),
    );
  assert.ok(links.length > 60, `${links.length} links`);
  const isPacked = (path) => packed.some((file) => file === path || file.startsWith(`${path}/`));
  assert.deepEqual(
    links.filter(({path}) => !isPacked(path)),
    [],
  );
});
