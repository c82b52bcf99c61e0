// Finds the browsers that the tests run in, and installs missing ones.
//
//   node scripts/browsers/browsers.mjs            lists them
//   node scripts/browsers/browsers.mjs --install  installs missing ones first
//
// As root on Debian, they are installed from Debian's packages. Elsewhere, Chrome and Firefox are downloaded to
// Puppeteer's cache. WebKitGTK runs only on Linux and cannot be downloaded. CHROME_PATH, FIREFOX_PATH, and
// MINIBROWSER_PATH override the paths.
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

/** On Ubuntu, chromium-browser and firefox may be scripts that only tell the user to install a snap. */
function isSnapStub(path) {
  const start = readFileSync(path).subarray(0, 2000).toString('latin1');
  return start.startsWith('#!') && /snap (install|run)|\/snap\/bin/.test(start);
}

function findOnPath(...names) {
  const suffix = platform === 'win32' ? '.exe' : '';
  const paths = names.flatMap((name) => (env.PATH ?? '').split(delimiter).map((dir) => join(dir, name + suffix)));
  return paths.find((path) => isExecutable(path) && !isSnapStub(path));
}

/** The path of an application that is installed on macOS or Windows. */
function findApplication({mac, windows}) {
  const dirs = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
  const paths = platform === 'darwin' ? mac.map((app) => join('/Applications', app)) : [];
  if (platform === 'win32') paths.push(...windows.flatMap((exe) => dirs.map((dir) => join(dir, exe))));
  return paths.find((path) => existsSync(path));
}

async function findDownload(browser) {
  if (!existsSync(cacheDir)) return undefined;
  return (await getInstalledBrowsers({cacheDir})).findLast((entry) => entry.browser === browser)?.executablePath;
}

function findMiniBrowser() {
  const libraries = ['/usr/lib', '/usr/lib64', '/usr/libexec'].filter((dir) => existsSync(dir));
  // Debian has a folder for each architecture, such as /usr/lib/x86_64-linux-gnu
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
      findOnPath('google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable') ??
      findApplication({
        mac: ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'],
        windows: ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'],
      }) ??
      (await findDownload(Browser.CHROME)),
  },
  firefox: {
    debian: ['firefox-esr'],
    download: Browser.FIREFOX,
    find: async () =>
      env.FIREFOX_PATH ??
      findOnPath('firefox-esr', 'firefox') ??
      findApplication({mac: ['Firefox.app/Contents/MacOS/firefox'], windows: ['Mozilla Firefox/firefox.exe']}) ??
      (await findDownload(Browser.FIREFOX)),
  },
  webkit: {
    debian: ['webkit2gtk-driver', 'xvfb'],
    find: async () => {
      if (platform !== 'linux' || !findOnPath('WebKitWebDriver') || !findOnPath('Xvfb')) return undefined;
      return env.MINIBROWSER_PATH ?? findMiniBrowser();
    },
  },
};

export const NAMES = Object.keys(browsers);

/** Maps the names of the available browsers to their paths. */
export async function findBrowsers(names = NAMES) {
  const unknown = names.find((name) => !Object.hasOwn(browsers, name));
  if (unknown !== undefined) throw new Error(`Unknown browser "${unknown}". Use one of: ${NAMES.join(', ')}.`);
  const entries = await Promise.all(names.map(async (name) => [name, await browsers[name].find()]));
  return Object.fromEntries(entries.filter(([, path]) => path));
}

async function downloadBrowser(browser) {
  const channel = browser === Browser.FIREFOX ? 'stable_latest' : 'stable';
  const buildId = await resolveBuildId(browser, detectBrowserPlatform(), channel);
  await install({browser, buildId, cacheDir});
}

/** Installs missing browsers where possible. Returns those found, and why each of the others is not available. */
export async function ensureBrowsers(names = NAMES) {
  const problems = {};
  const tryInstall = async (requested, runInstaller) => {
    console.log(`Installing ${requested.join(', ')} …`);
    await runInstaller().catch((error) => requested.forEach((name) => (problems[name] = error.message)));
  };
  let found = await findBrowsers(names);
  const missing = names.filter((name) => !found[name]);
  if (missing.length && isRootOnDebian()) {
    await tryInstall(missing, () => installPackages(missing.flatMap((name) => browsers[name].debian)));
  } else {
    for (const name of missing) {
      const {debian, download} = browsers[name];
      if (download) await tryInstall([name], () => downloadBrowser(download));
      else problems[name] = `needs the Debian packages ${debian.join(' and ')}`;
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
