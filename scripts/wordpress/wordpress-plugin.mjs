// Part of npm run build: copies cdn/ into the WordPress plugin, and packs the plugin as a zip.
import {zipSync} from 'fflate';
import {cpSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const PLUGIN = 'integrations/wordpress/ot-elements';
const {version} = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync(join(PLUGIN, 'assets'), {recursive: true, force: true});
cpSync('cdn', join(PLUGIN, 'assets', version), {recursive: true, filter: (path) => !path.includes('.classic.')});

const files = {'ot-elements/LICENSE': readFileSync('LICENSE')};
for (const name of readdirSync(PLUGIN, {recursive: true}).sort()) {
  const path = join(PLUGIN, name);
  if (statSync(path).isFile()) files[`ot-elements/${name.replaceAll('\\', '/')}`] = readFileSync(path);
}
// a fixed date, the earliest in a zip, makes the build reproducible
writeFileSync(`${PLUGIN}.zip`, zipSync(files, {mtime: new Date(1980, 0, 1)}));
