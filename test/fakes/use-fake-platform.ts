import {fixtureCleanup} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import {initSession} from '../../src/session/init-session.js';
import {until} from '../wait.js';
import {captureConsole} from './console.js';
import {type FakePlatform, createFakePlatform} from './fake-platform.js';

/** The platform of the current test, whose engine is registered as `fake`. */
export let platform: FakePlatform;

/** Creates a platform and registers its engine under this name. */
export function registerFakePlatform(name: string): FakePlatform {
  const created = createFakePlatform();
  registerEngine(name, () => Promise.resolve(created.engine));
  return created;
}

/**
 * From here on, each test of the file starts with an empty platform, and ends when all connections to it have. The console
 * is captured meanwhile. A hook of the file that disconnects has to be registered before.
 */
export function useFakePlatform(): void {
  const {random} = Math;

  before(async () => {
    // the first attempt of a page imports the code that joins, which takes longer than settled() waits
    registerFakePlatform('fake');
    const session = initSession('', 'room', {engine: 'fake'});
    await session.connect();
    await session.disconnect();
  });

  beforeEach(() => {
    // so that no reconnect delay elapses before a test has checked what precedes it
    Math.random = () => 0.99;
    platform = registerFakePlatform('fake');
  });

  afterEach(async () => {
    Math.random = random;
    fixtureCleanup();
    await until(() => platform.running === 0, 'all connections have ended');
  });
  captureConsole();
}
