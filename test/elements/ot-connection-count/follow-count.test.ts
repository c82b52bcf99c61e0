import {expect} from '@open-wc/testing';
import {followCount} from '../../../src/elements/ot-connection-count/count-endpoint.js';
import {endpoint} from '../../endpoints.js';
import {untilReceived, name, stop, notify, useFollowedEndpoint} from './followed-endpoint.js';

useFollowedEndpoint();

describe('followCount', () => {
  it('requests a URL once for all who follow it', async () => {
    const src = endpoint('{"count": {count}}', {name});
    for (let i = 0; i < 3; i++) {
      const own = (count: number, stale: boolean) => {
        notify(count, stale);
      };
      followCount(new URL(src, document.baseURI), 15, own, stop.signal);
    }
    expect(await untilReceived(3)).to.deep.equal(['1', '1', '1']);
  });
});
