// A temporary WordPress site on 127.0.0.1, with Debian's WordPress files, MariaDB, and PHP's built-in server.
import {execFile} from 'node:child_process';
import {rmSync} from 'node:fs';
import {cp, mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {freePort} from '../system/free-port.mjs';
import {endHelper, spawnHelper} from '../system/helper-process.mjs';

const SETUP = fileURLToPath(new URL('wordpress-setup.php', import.meta.url));
const run = promisify(execFile);

const config = (folder, origin) => `<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:${folder}/db.sock' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( $name . '_KEY', $name );
	define( $name . '_SALT', $name );
}
define( 'WP_HOME', '${origin}' );
define( 'WP_SITEURL', '${origin}' );
define( 'WP_ENVIRONMENT_TYPE', 'local' ); // allows application passwords without https
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', '${folder}/debug.log' );
define( 'FS_METHOD', 'direct' );
define( 'DISABLE_WP_CRON', true ); // PHP's server handles one request at a time, and would wait for itself
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
$table_prefix = 'wp_';
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require ABSPATH . 'wp-settings.php';
`;

export class WordPressSite {
  #folder;
  #helpers = [];
  #remove = () => rmSync(this.#folder, {recursive: true, force: true, maxRetries: 5});

  origin;
  /** The folder that contains wp-content. */
  root;
  /** Maps user names to application passwords. To log in, a user's password is the user's name. */
  users;

  /** @param options `port` is used if it is free */
  static async start({port} = {}) {
    const site = new WordPressSite();
    try {
      await site.#start(port);
      return site;
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  async #start(preferredPort) {
    this.#folder = await mkdtemp(join(tmpdir(), 'wordpress-'));
    this.root = join(this.#folder, 'site');
    const port = await freePort(preferredPort);
    this.origin = `http://127.0.0.1:${port}`;
    await Promise.all([
      this.#startDatabase(),
      cp('/usr/share/wordpress', this.root, {recursive: true, dereference: true}),
    ]);
    await writeFile(join(this.root, 'wp-config.php'), config(this.#folder, this.origin));
    this.users = JSON.parse(await this.php(SETUP));
    const options = ['-d', 'opcache.enable_cli=1', '-d', 'sendmail_path=/bin/true'];
    this.#spawn('php', [...options, '-S', `127.0.0.1:${port}`, '-t', this.root]);
    await this.#until(() => fetch(`${this.origin}/wp-includes/images/blank.gif`));
    process.once('exit', this.#remove); // registered last, so that it runs after the helpers' listeners
  }

  async #startDatabase() {
    const location = ['--no-defaults', `--datadir=${this.#folder}/db`, `--user=${userInfo().username}`];
    await run('mariadb-install-db', [...location, '--auth-root-authentication-method=normal', '--skip-test-db']);
    const options = [`--socket=${this.#folder}/db.sock`, '--skip-networking', '--innodb-flush-log-at-trx-commit=0'];
    this.#spawn('/usr/sbin/mariadbd', [...location, ...options]);
    const connect = `new mysqli('localhost', 'root', '', '', 0, '${this.#folder}/db.sock')`;
    await this.#until(() => run('php', ['-r', `(${connect})->query('CREATE DATABASE wordpress');`]));
  }

  #spawn(command, args) {
    const helper = spawnHelper(command, args, {stdio: 'ignore'});
    this.#helpers.push(helper);
    return helper;
  }

  async #until(attempt) {
    for (const deadline = Date.now() + 30_000; ; await sleep(50)) {
      try {
        return await attempt();
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  /** Runs PHP with these arguments in the site's folder, and returns its output. */
  async php(...args) {
    return (await run('php', args, {cwd: this.root})).stdout;
  }

  /** Sends a request to a route of the REST API, as a user or as a visitor, and returns the response. */
  async request(path, {user, method = 'GET', body} = {}) {
    const headers = {'content-type': 'application/json'};
    if (user) headers.authorization = `Basic ${btoa(`${user}:${this.users[user]}`)}`;
    const response = await fetch(`${this.origin}/wp-json/${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    return {status: response.status, headers: response.headers, body: await response.json()};
  }

  /** The lines of PHP's log. */
  async log() {
    const text = await readFile(join(this.#folder, 'debug.log'), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean);
  }

  async close() {
    await Promise.all(this.#helpers.map((helper) => endHelper(helper)));
    process.off('exit', this.#remove);
    this.#remove();
  }
}
