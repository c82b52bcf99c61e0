// Where the browsers are that the tests run in; installs what is missing.
//
//   node scripts/browsers/browsers.mjs            lists them
//   node scripts/browsers/browsers.mjs --install  installs the missing ones first
//
// As root on Debian they come from Debian's packages. Elsewhere Chrome and Firefox are downloaded into puppeteer's
// cache; WebKitGTK is for Linux and has no download.
// CHROME_PATH, FIREFOX_PATH and MINIBROWSER_PATH name a browser of your own.
import {Browser, detectBrowserPlatform, getInstalledBrowsers, install, resolveBuildId} from '@puppeteer/browsers';
import {accessSync, constants, existsSync, readFileSync, readdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {installPackages, isRootOnDebian} from '../system/debian-packages.mjs';

const {env, platform} = process;
const cacheDir = env.PUPPETEER_CACHE_DIR ?? join(homedir(), '.cache', 'puppeteer');

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ubuntu's chromium-browser and firefox may be scripts that only say to install a snap. */
function isSnapStub(path) {
  const start = readFileSync(path).subarray(0, 2000).toString('latin1');
  return start.startsWith('#!') && /snap (install|run)|\/snap\/bin/.test(start);
}

function onPath(...names) {
  const suffix = platform === 'win32' ? '.exe' : '';
  const paths = names.flatMap((name) => (env.PATH ?? '').split(delimiter).map((dir) => join(dir, name + suffix)));
  return paths.find((path) => isExecutable(path) && !isSnapStub(path));
}

/** The application's place on macOS, or on Windows. */
function installed({mac, windows}) {
  const dirs = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
  const paths = platform === 'darwin' ? mac.map((app) => join('/Applications', app)) : [];
  if (platform === 'win32') paths.push(...windows.flatMap((exe) => dirs.map((dir) => join(dir, exe))));
  return paths.find((path) => existsSync(path));
}

async function downloaded(browser) {
  if (!existsSync(cacheDir)) return undefined;
  return (await getInstalledBrowsers({cacheDir})).findLast((entry) => entry.browser === browser)?.executablePath;
}

function miniBrowser() {
  const libraries = ['/usr/lib', '/usr/lib64', '/usr/libexec'].filter((dir) => existsSync(dir));
  // Debian keeps it in a folder of its architecture
  const dirs = libraries.flatMap((dir) => [dir, ...readdirSync(dir).map((name) => join(dir, name))]);
  const versions = ['webkitgtk-6.0', 'webkit2gtk-4.1', 'webkit2gtk-4.0'];
  return versions.flatMap((version) => dirs.map((dir) => join(dir, version, 'MiniBrowser'))).find(isExecutable);
}

const browsers = {
  chromium: {
    debian: ['chromium'],
    download: Browser.CHROME,
    find: async () =>
      env.CHROME_PATH ??
      onPath('google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable') ??
      installed({
        mac: ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'],
        windows: ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'],
      }) ??
      (await downloaded(Browser.CHROME)),
  },
  firefox: {
    debian: ['firefox-esr'],
    download: Browser.FIREFOX,
    find: async () =>
      env.FIREFOX_PATH ??
      onPath('firefox-esr', 'firefox') ??
      installed({mac: ['Firefox.app/Contents/MacOS/firefox'], windows: ['Mozilla Firefox/firefox.exe']}) ??
      (await downloaded(Browser.FIREFOX)),
  },
  webkit: {
    debian: ['webkit2gtk-driver', 'xvfb'],
    find: async () => {
      if (platform !== 'linux' || !onPath('WebKitWebDriver') || !onPath('Xvfb')) return undefined;
      return env.MINIBROWSER_PATH ?? miniBrowser();
    },
  },
};

export const NAMES = Object.keys(browsers);

/** The browsers that are there: name to path. */
export async function findBrowsers(names = NAMES) {
  const unknown = names.find((name) => !Object.hasOwn(browsers, name));
  if (unknown !== undefined) throw new Error(`No browser is called "${unknown}"; there are ${NAMES.join(', ')}.`);
  const entries = await Promise.all(names.map(async (name) => [name, await browsers[name].find()]));
  return Object.fromEntries(entries.filter(([, path]) => path));
}

async function downloadBrowser(browser) {
  const channel = browser === Browser.FIREFOX ? 'stable_latest' : 'stable';
  const buildId = await resolveBuildId(browser, detectBrowserPlatform(), channel);
  await install({browser, buildId, cacheDir});
}

/** Installs what is missing of `names`, as far as it can. Says what is there then, and why the others are not. */
export async function ensureBrowsers(names = NAMES) {
  const problems = {};
  const attempt = async (wanted, work) => {
    console.log(`Installing ${wanted.join(', ')} …`);
    await work().catch((error) => wanted.forEach((name) => (problems[name] = error.message)));
  };
  let found = await findBrowsers(names);
  const missing = names.filter((name) => !found[name]);
  if (missing.length && isRootOnDebian()) {
    await attempt(missing, () => installPackages(missing.flatMap((name) => browsers[name].debian)));
  } else {
    for (const name of missing) {
      const {debian, download} = browsers[name];
      if (download) await attempt([name], () => downloadBrowser(download));
      else problems[name] = `needs ${debian.join(' and ')} (as Debian and Ubuntu call it)`;
    }
  }
  if (missing.length) found = await findBrowsers(names);
  for (const name of names) {
    if (found[name]) delete problems[name];
    else problems[name] ??= 'not found';
  }
  return {found, problems};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {found, problems} = process.argv.includes('--install')
    ? await ensureBrowsers()
    : {found: await findBrowsers(), problems: {}};
  for (const name of NAMES) console.log(`${name}: ${found[name] ?? problems[name] ?? 'not installed'}`);
  process.exitCode = Object.keys(problems).length ? 1 : 0;
}
