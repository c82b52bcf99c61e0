// nginx from Debian's package, for tests: the proxy before a server.
import {execFileSync} from 'node:child_process';
import {connect} from 'node:net';
import {once} from 'node:events';
import {join} from 'node:path';
import {ServerProcess} from './server-process.mjs';

const FRAME = `
daemon off;
master_process off; # so that its end leaves no worker
pid \${DIR}/pid;
error_log \${DIR}/log/error.log;
events {}
http {
  access_log off;
  client_body_temp_path \${DIR}/body;
  proxy_temp_path \${DIR}/proxy;
  fastcgi_temp_path \${DIR}/fastcgi;
  uwsgi_temp_path \${DIR}/uwsgi;
  scgi_temp_path \${DIR}/scgi;
`;

/**
 * @param port where it is to listen
 * @param config what is in its block `http`; \${DIR} in it is a folder with `certificate.pem` and `key.pem`, made for `host`
 */
export async function startNginx(port, config, host = 'localhost') {
  const server = new ServerProcess(
    (dir) => ['/usr/sbin/nginx', ['-p', dir, '-e', 'stderr', '-c', join(dir, 'nginx.conf')], {cwd: dir}],
    async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.destroy();
      return true;
    },
  );
  await server.prepare('nginx');
  try {
    certify(server.dir, host);
    await server.write('nginx.conf', `${FRAME}${config}\n}`, {DIR: server.dir});
    await server.start();
  } catch (error) {
    await server.end();
    throw error;
  }
  return {port, end: () => server.end()};
}

/** Makes a certificate, and its key. */
function certify(dir, host) {
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(dir, name));
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', certificate], {stdio: 'pipe'});
}
