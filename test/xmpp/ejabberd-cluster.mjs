// A cluster of ejabberd on loopback, for tests: its nodes, and the daemon by which they find each other.
import {execFile} from 'node:child_process';
import {randomBytes, randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {freePort} from '../../scripts/system/free-port.mjs';
import {endHelper, spawnHelper} from '../../scripts/system/helper-process.mjs';
import {startEjabberd} from './ejabberd.mjs';

/** Starts nodes of these names, and joins them. Tokens and sessions of any of them are good for all. */
export async function startCluster(names, times) {
  const secret = randomBytes(32).toString('hex');
  const epmdPort = await freePort();
  // for all of them: the cookie is in it, and on no command line
  const home = await mkdtemp(join(tmpdir(), 'cluster-'));
  await writeFile(join(home, '.erlang.cookie'), randomUUID(), {mode: 0o400});
  const env = {HOME: home, ERL_EPMD_ADDRESS: '127.0.0.1', ERL_EPMD_PORT: String(epmdPort)};
  const nameOf = (name) => `ot-${name}@localhost`;
  const argsOf = (node) => {
    const onLoopback = ['-kernel', 'inet_dist_use_interface', '{127,0,0,1}'];
    return ['-sname', node, '-start_epmd', 'false', ...onLoopback];
  };
  const epmd = spawnHelper('epmd', ['-port', String(epmdPort)], {stdio: 'ignore', env: {...process.env, ...env}});
  const nodes = new Map();
  let asked = 0;

  /** Has a node evaluate Erlang, and gives the answer as it is written. */
  async function ask(name, expression) {
    const call = `io:format("~0p", [erpc:call('${nameOf(name)}', fun() -> ${expression} end, 20000)]), halt().`;
    const args = [...argsOf(`ot-ask${++asked}@localhost`), '-hidden', '-noinput', '-eval', call];
    const options = {env: {...process.env, ...env, ERL_CRASH_DUMP_SECONDS: '0'}};
    return (await promisify(execFile)('erl', args, options)).stdout;
  }

  async function end() {
    for (const node of nodes.values()) await node.end();
    await endHelper(epmd);
    await rm(home, {recursive: true, force: true});
  }

  try {
    await listens(epmdPort);
    for (const name of names) {
      nodes.set(name, await startEjabberd({...times, secret, erlang: {args: argsOf(nameOf(name)), env}}));
      if (nodes.size > 1) await ask(name, `ejabberd_cluster:join('${nameOf(names[0])}')`);
    }
  } catch (error) {
    await end();
    throw error;
  }

  return {
    nodes,
    /** The name of the node in which a session's room lives, asked of one that runs. */
    async nodeOf(session, running = names[0]) {
      const room = `{<<"${session}">>, <<"session.${nodes.get(running).host}">>}`;
      const answer = await ask(running, `[node(element(3, R)) || R <- mnesia:dirty_read(muc_online_room, ${room})]`);
      return /ot-(\w+)@/.exec(answer)?.[1];
    },
    end,
  };
}

async function listens(port) {
  for (const deadline = Date.now() + 10_000; ; await sleep(20)) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').catch(() => false);
    socket.destroy();
    if (isOpen) return;
    if (Date.now() > deadline) throw new Error(`Nothing listens on ${port}.`);
  }
}
