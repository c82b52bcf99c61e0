import {findServers} from '../../scripts/servers/xmpp-servers.mjs';
import {startEjabberd} from './ejabberd.mjs';
import {startProsody} from './prosody.mjs';

const START = {ejabberd: startEjabberd, prosody: startProsody};

/** The servers to test against: those that are installed. */
export const servers = findServers();

/** Starts a server of its own, on loopback. */
export function startServer(name, times) {
  return START[name](times);
}
