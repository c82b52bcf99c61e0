import {createServer} from 'node:net';

/** Returns the preferred port if it is free on 127.0.0.1, or else a port that the system chooses. */
export async function freePort(preferredPort = 0) {
  const server = createServer();
  const listen = (port) =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server.address().port));
    });
  const port = await listen(preferredPort).catch(() => listen(0));
  await new Promise((resolve) => server.close(resolve));
  return port;
}
