import {expect} from '@open-wc/testing';
import {PeopleTally, countPeople} from '../../../src/elements/ot-connection-count/count-people.js';
import {Connection} from '../../../src/values/connection.js';
import {settled} from '../../wait.js';

let created = 0;
const connection = (data: string) => new Connection(`c${created++}`, 0, data);
const people = (key: string, ...data: string[]) => countPeople(data.map(connection), key);

describe('countPeople', () => {
  it('without a key, identifies a person by the whole data, and counts empty data as separate persons', () => {
    expect(people('', 'Ann', 'Ann', 'Bob', '{"a":1}', '{"a":1}')).to.equal(3);
    expect(people('', '', '', 'Ann')).to.equal(3);
  });

  it('with a key, identifies a person by a field of a JSON object', () => {
    expect(people('user', '{"user":"ann","tab":1}', '{"user":"ann","tab":2}', '{"user":"bob"}')).to.equal(2);
  });

  it('or by a field of form-encoded data', () => {
    expect(people('user', 'user=ann&tab=1', 'tab=2&user=ann', 'user=b%C3%B6b', 'user=böb')).to.equal(2);
  });

  it('in either format, and whether a number is a number or a string', () => {
    expect(people('id', '{"id":7}', '{"id":"7"}', 'id=7')).to.equal(1);
  });

  for (const [what, data] of [
    ['no such field', '{"name":"Ann"}'],
    ['an empty field', '{"user":""}'],
    ['an empty field of a form', 'user=&x=1'],
    ['a field that is null', '{"user":null}'],
    ['a field that is an object', '{"user":{"id":1}}'],
    ['a field that is true', '{"user":true}'],
    ['plain text', 'Ann'],
    ['plain text that is the key', 'user'],
    ['a list', '["user"]'],
    ['JSON that is broken', '{"user":"ann"'],
    ['null', 'null'],
    ['nothing', ''],
  ] as const) {
    it(`counts each connection with ${what} as a separate person`, () => {
      expect(people('user', data, data, '{"user":"ann"}')).to.equal(3);
    });
  }

  it('does not identify a person by a number too large to be exact', () => {
    expect(people('user', '{"user":9007199254740993}', '{"user":9007199254740992}')).to.equal(2);
    expect(people('user', '{"user":1e400}', '{"user":2e400}')).to.equal(2);
    expect(people('user', '{"user":"9007199254740993"}', '{"user":"9007199254740993"}')).to.equal(1);
    expect(people('user', '{"user":9007199254740991}', '{"user":"9007199254740991"}')).to.equal(1);
  });

  it('pitfall 20: __proto__, constructor and toString are ordinary keys and persons', () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(people(key, '{"a":1}', '{"a":1}'), `${key}, which is not there`).to.equal(2);
      expect(people(key, `{"${key}":"x"}`, `{"${key}":"x"}`), key).to.equal(1);
      expect(people('user', `{"user":"${key}"}`, `{"user":"${key}"}`, `user=${key}`), `${key}, a person`).to.equal(1);
      expect(people('', key, key), `${key}, all of the data`).to.equal(1);
    }
  });

  it('parses the data of a connection once, whatever the key', () => {
    let read = 0;
    const one = connection('');
    const data = {get: () => (read++, '{"user":"ann","room":"a"}')};
    Object.defineProperty(one, 'data', data);
    expect([countPeople([one], 'user'), countPeople([one], 'room'), countPeople([one], 'user')]).to.deep.equal([
      1, 1, 1,
    ]);
    expect(read).to.be.at.most(2);
  });

  it('pitfall 21: visits each of 15,000 once per count, and parses their data once', () => {
    let looks = 0;
    let reads = 0;
    const crowd = Array.from({length: 15_000}, (_, i) => {
      const get = () => (reads++, JSON.stringify({user: `u${i % 5000}`, tab: i}));
      return Object.defineProperty(connection(''), 'data', {get});
    });
    function* eachOf() {
      for (const one of crowd) {
        looks++;
        yield one;
      }
    }
    for (let i = 0; i < 10; i++) expect(countPeople(eachOf(), 'user')).to.equal(5000);
    expect([looks, reads]).to.deep.equal([150_000, 15_000]);
  });
});

describe('PeopleTally', () => {
  it('pitfall 21: counts at once, then once for all changes shortly after', async () => {
    const stop = new AbortController();
    let passes = 0;
    let notify: () => void = () => undefined;
    const changed = new Promise<void>((resolve) => (notify = resolve));
    const tally = new PeopleTally(() => {
      notify();
    }, stop.signal);
    const counted = new Map<string, Connection>();
    const values = counted.values.bind(counted);
    counted.values = () => (passes++, values());
    const come = (data: string) => {
      counted.set(data, connection(data));
      return tally.count(counted.size, counted, '');
    };
    expect(come('a')).to.equal(1);
    for (let i = 0; i < 1000; i++) come(`person ${i}`);
    expect(passes).to.equal(1);
    await changed;
    expect(tally.count(counted.size, counted, '')).to.equal(1001);
    expect(passes).to.equal(2);
    stop.abort();
  });

  it('pitfall 7: becomes unknown, and known again, at once; another key is another number', () => {
    const stop = new AbortController();
    const tally = new PeopleTally(() => undefined, stop.signal);
    const counted = new Map([['1', connection('{"a":1,"b":1}')], ['2', connection('{"a":1,"b":2}')]]); // prettier-ignore
    expect(tally.count(2, counted, 'a')).to.equal(1);
    expect(tally.count(2, counted, 'b')).to.equal(2);
    expect(tally.count(NaN, new Map(), 'b')).to.be.NaN;
    const [[id, one]] = [...counted] as [[string, Connection]];
    expect(tally.count(1, new Map([[id, one]]), 'b')).to.equal(1);
    stop.abort();
  });

  it('pitfall 12: does not call back once stopped', async () => {
    const stop = new AbortController();
    let calls = 0;
    const tally = new PeopleTally(() => calls++, stop.signal);
    tally.count(1, new Map(), '');
    tally.count(1, new Map(), '');
    stop.abort();
    await new Promise((resolve) => setTimeout(resolve, 80));
    await settled();
    expect(calls).to.equal(0);
  });
});
