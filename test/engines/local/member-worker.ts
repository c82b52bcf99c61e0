// A worker that joins a given session, reports that, and can be made to hang.
import {createLocalEngine} from '../../../src/engines/local/local-engine.js';
import type {LocalTimings} from '../../../src/engines/local/local-timings.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {Recorder} from '../recorder.js';

export type WorkerOrder =
  {readonly join: SessionConfig; readonly timings: Partial<LocalTimings>} | {readonly hang: number};

async function join(config: SessionConfig, timings: Partial<LocalTimings>): Promise<void> {
  const recorder = new Recorder();
  await createLocalEngine(timings)(config, recorder, new AbortController().signal);
  const {connectionId, creationTime, data} = recorder.own!;
  postMessage({connectionId, creationTime, data});
  postMessage(await recorder.out());
}

addEventListener('message', ({data}: MessageEvent<WorkerOrder>) => {
  if ('join' in data) void join(data.join, data.timings);
  else {
    postMessage('hanging');
    const end = performance.now() + data.hang;
    while (performance.now() < end);
    postMessage('back');
  }
});
