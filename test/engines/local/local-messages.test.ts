import {expect} from '@open-wc/testing';
import {readMessage} from '../../../src/engines/local/local-messages.js';
import {Connection} from '../../../src/values/connection.js';

describe('A message of the local engine', () => {
  const nothing = {here: undefined, gone: [], digest: undefined};

  it('is received as it was sent', () => {
    const here = new Connection('a', 1, 'data');
    expect(readMessage(structuredClone({here}))).to.deep.equal({...nothing, here});
    expect(readMessage(structuredClone({here})).here).to.be.instanceOf(Connection);
    const gone = [
      ['a', 'clientDisconnected'],
      ['b', null],
    ];
    expect(readMessage({gone, digest: '2 5'})).to.deep.equal({...nothing, gone, digest: '2 5'});
  });

  it('is ignored if it is junk', () => {
    const junk = [
      null,
      undefined,
      0,
      1,
      '',
      'x',
      true,
      [],
      [[]],
      {},
      new Map(),
      {gone: {}},
      {gone: 'a'},
      {digest: 1},
      {here: []},
    ];
    for (const sent of junk) expect(readMessage(sent)).to.deep.equal(nothing);
  });

  it('cannot introduce an invalid connection', () => {
    const right = {connectionId: 'a', creationTime: 1, data: ''};
    expect(readMessage({here: right}).here).to.deep.equal(new Connection('a', 1, ''));
    for (const wrong of [
      {connectionId: ''},
      {connectionId: 'a'.repeat(65)},
      {connectionId: 5},
      {creationTime: NaN},
      {creationTime: Infinity},
      {creationTime: '1'},
      {data: null},
      {data: 'a'.repeat(8193)},
    ])
      expect(readMessage({here: {...right, ...wrong}}).here).to.equal(undefined);
  });

  it('contains valid departures only', () => {
    const right = ['a', 'networkDisconnected'];
    const gone = [
      right,
      [],
      ['a'],
      ['a', 'bored'],
      ['', null],
      [1, null],
      ['a', undefined],
      null,
      'a',
      {0: 'a', 1: null},
    ];
    expect(readMessage({gone}).gone).to.deep.equal([right]);
  });
});
