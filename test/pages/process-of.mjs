import {readFileSync, readdirSync} from 'node:fs';

/** Why processes cannot be found here; false if they can. */
export const cannotFindProcesses = process.platform !== 'linux' && 'it finds processes in /proc';

/** Each process with its parent and the CPU time that it has taken, in clock ticks. */
function* processes() {
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // what is before is the command in parentheses, which may have some of its own
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      yield {pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12])};
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error; // it has ended
    }
  }
}

/** The CPU time of a process and of all that it started, by process id. */
function ticksUnder(root) {
  const all = [...processes()];
  const pids = new Set([root]);
  // a process may have started before its parent is listed
  for (let size = 0; size < pids.size;) {
    size = pids.size;
    for (const {pid, parent} of all) if (pids.has(parent)) pids.add(pid);
  }
  return new Map(all.filter(({pid}) => pids.has(pid)).map(({pid, ticks}) => [pid, ticks]));
}

/** The id of the process that runs the page of a tab: it is the busy one when the page is. */
export async function processOf(browser, tab) {
  const before = ticksUnder(browser.process().pid);
  for (let attempt = 0; attempt < 20; attempt++) {
    await tab.evaluate(() => {
      for (const end = performance.now() + 200; performance.now() < end;);
    });
    const busy = [...ticksUnder(browser.process().pid)].map(([pid, ticks]) => [ticks - (before.get(pid) ?? 0), pid]);
    const [[most, pid], [next]] = busy.sort(([one], [other]) => other - one);
    // if the machine has other things to do, a page that is busy may get little
    if (most > 10 && most > 3 * next) return pid;
  }
  throw new Error('No process was busy while the page was.');
}
