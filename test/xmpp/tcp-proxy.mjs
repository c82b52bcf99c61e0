import {once} from 'node:events';
import {connect, createServer} from 'node:net';

/** A proxy to a local port, which can be cut or drop everything. */
export class TcpProxy {
  port;
  /** Where new connections go. */
  target;
  #mode = 'open';
  #sockets = new Set();
  #server;

  static async to(target) {
    const proxy = new TcpProxy();
    proxy.target = target;
    proxy.#server = createServer((near) => proxy.#join(near)).listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    proxy.port = proxy.#server.address().port;
    return proxy;
  }

  #join(near) {
    if (this.#mode === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.target, '127.0.0.1');
    // dropped bytes stay lost
    const link = {near, far, isLost: this.#mode === 'hole'};
    this.#sockets.add(link);
    const pass = (from, to) => {
      from.on('data', (data) => {
        if (this.#mode === 'hole') link.isLost = true;
        if (!link.isLost) to.write(data);
      });
      from.on('error', () => {});
      from.on('close', () => {
        if (this.#mode === 'hole') link.isLost = true;
        if (link.isLost) return;
        this.#sockets.delete(link);
        to.destroy();
      });
    };
    pass(near, far);
    pass(far, near);
  }

  /** From now on: both ends of all connections are closed, and new ones, too. */
  cut() {
    this.#mode = 'cut';
    this.#drop();
  }

  /** From now on: nothing passes, not even the end of a connection. */
  swallow() {
    this.#mode = 'hole';
  }

  /** From now on, new connections work. */
  open() {
    this.#mode = 'open';
  }

  #drop() {
    for (const {near, far} of this.#sockets) {
      near.destroy();
      far.destroy();
    }
    this.#sockets.clear();
  }

  close() {
    this.#drop();
    this.#server.close();
  }
}
