// npm run wordpress: builds the plugin, and runs WordPress with it until Ctrl+C. PORT sets the port (default: 8080); if
// it is in use, a free port is used.
import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {resolve} from 'node:path';
import {endWithParent} from './system/end-with-parent.mjs';
import {ensureWordPress} from './wordpress/wordpress-packages.mjs';
import {WordPressSite} from './wordpress/wordpress-site.mjs';

await ensureWordPress();
if (spawnSync(process.execPath, ['scripts/build.mjs'], {stdio: 'inherit'}).status !== 0) process.exit(1);

endWithParent();
const site = await WordPressSite.start({port: Number(process.env.PORT ?? 8080)});
console.log(`WordPress:  ${site.origin}/wp-admin/  (admin, admin; or author, author)`);
console.log(`The plugin: ${resolve('integrations/wordpress/ot-elements.zip')}`);
await Promise.race(['SIGHUP', 'SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
await site.close();
process.exit();
