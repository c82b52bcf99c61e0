import {createServer} from 'node:net';

/** The wished port of 127.0.0.1 if it is free, or else one that the system chooses. */
export async function freePort(wished = 0) {
  const server = createServer();
  const listen = (port) =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server.address().port));
    });
  const port = await listen(wished).catch(() => listen(0));
  await new Promise((resolve) => server.close(resolve));
  return port;
}
