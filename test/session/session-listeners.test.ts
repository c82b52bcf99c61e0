import {expect} from '@open-wc/testing';
import {initSession} from '../../src/session/init-session.js';
import type {Session} from '../../src/session/session.js';
import {platform, useFakePlatform} from '../fakes/use-fake-platform.js';

describe('session.on(), once() and off(), in the forms of the vendor', () => {
  afterEach(() => session.disconnect());
  useFakePlatform();

  let session: Session;
  let calls: string[];
  const note = (name: string) => () => calls.push(name);

  beforeEach(async () => {
    calls = [];
    session = initSession('', 'room', {engine: 'fake'});
    await session.connect();
  });

  let guests = 0;
  const arrival = () => platform.join(`guest-${++guests}`).connectionId;

  it('on(name, handler): in order of registration, the same handler twice runs twice', () => {
    const a = note('a');
    session.on('connectionCreated', a).on('connectionCreated', note('b')).on('connectionCreated', a);
    arrival();
    expect(calls).to.deep.equal(['a', 'b', 'a']);
  });

  it('on("a b", handler): names separated by spaces', () => {
    session.on('connectionCreated  connectionDestroyed', (event) => calls.push(event.type));
    platform.leave(arrival());
    expect(calls).to.deep.equal(['connectionCreated', 'connectionDestroyed']);
  });

  it('on({name: handler}, context): a map, with this', () => {
    const context = {name: 'me'};
    session.on(
      {
        connectionCreated(this: unknown) {
          calls.push((this as typeof context).name);
        },
        connectionDestroyed: note('destroyed'),
      },
      context,
    );
    platform.leave(arrival());
    expect(calls).to.deep.equal(['me', 'destroyed']);
  });

  it('without a context, this is the session', () => {
    let self: unknown;
    session.on('connectionCreated', function (this: unknown) {
      // eslint-disable-next-line @typescript-eslint/no-this-alias -- this is what is tested
      self = this;
    });
    arrival();
    expect(self).to.equal(session);
  });

  it('once(): one event, in each form', () => {
    session
      .once('connectionCreated', note('a'))
      .once({connectionCreated: note('b')})
      .once('connectionCreated x', note('c'));
    arrival();
    arrival();
    expect(calls).to.deep.equal(['a', 'b', 'c']);
  });

  it('once() calls its handler once, even if an event is dispatched within another', () => {
    session.once('connectionCreated', () => {
      arrival();
    });
    session.once('connectionCreated', note('b'));
    arrival();
    expect(calls).to.deep.equal(['b']);
  });

  it('off(): by name and handler, by context, by name, by map, all', () => {
    const [a, b, c] = [note('a'), note('b'), note('c')];
    const [here, there] = [{}, {}];
    session.on('connectionCreated', a, here).on('connectionCreated', a, there).on('connectionCreated', b);
    session.off('connectionCreated', a, here);
    arrival();
    expect(calls.splice(0)).to.deep.equal(['a', 'b']);
    session.off('connectionCreated', a);
    arrival();
    expect(calls.splice(0)).to.deep.equal(['b']);
    session.on({connectionCreated: c}).off({connectionCreated: b});
    arrival();
    expect(calls.splice(0)).to.deep.equal(['c']);
    session.off('connectionCreated');
    arrival();
    expect(calls.splice(0)).to.deep.equal([]);
    session.on('connectionCreated', a).off();
    arrival();
    expect(calls).to.deep.equal([]);
  });

  it('off() with a handler removes every registration of it; with null instead of a handler or a name, all of them', () => {
    const [a, b] = [note('a'), note('b')];
    session.on('connectionCreated', a).on('connectionCreated', a).off('connectionCreated', a);
    arrival();
    expect(calls.splice(0)).to.deep.equal([]);
    session.on('connectionCreated', a);
    session.off('connectionCreated', null as unknown as undefined);
    arrival();
    expect(calls).to.deep.equal([]);
    session
      .on('connectionCreated', a)
      .on('connectionCreated', b)
      .off(null as unknown as undefined);
    arrival();
    expect(calls).to.deep.equal([]);
  });

  it('adding or removing a listener during a dispatch takes effect at the next event', () => {
    const b = note('b');
    session.once('connectionCreated', () => {
      session.off('connectionCreated', b).on('connectionCreated', note('c'));
    });
    session.on('connectionCreated', b);
    arrival();
    expect(calls.splice(0)).to.deep.equal(['b']);
    arrival();
    expect(calls).to.deep.equal(['c']);
  });

  it('a listener that throws does not affect the next one or the count, and its error is reported', async () => {
    const reported = new Promise<unknown>((resolve) => {
      const mocha = window.onerror;
      window.onerror = null;
      addEventListener(
        'error',
        (event) => {
          event.preventDefault();
          window.onerror = mocha;
          resolve(event.error);
        },
        {once: true},
      );
    });
    const mistake = new Error('the page’s own mistake');
    session.on('connectionCreated', () => {
      throw mistake;
    });
    session.on('connectionCreated', note('next'));
    const before = session.connectionCount;
    arrival();
    expect(await reported).to.equal(mistake);
    expect(calls).to.deep.equal(['next']);
    expect(session.connectionCount).to.equal(before + 1);
  });

  it('names the invalid argument', () => {
    expect(() => session.on('connectionCreated', undefined as never)).to.throw(TypeError, 'connectionCreated');
    expect(() => session.on(5 as never)).to.throw(TypeError, 'event name');
  });
});
