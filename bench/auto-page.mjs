// Runs in the pages of auto.mjs: changes a page that contains no `data-ot-*` markup.

const NODES = 10_000;
const LARGE = 50_000;
const CHANGES = 50;

const nextTask = () => {
  const {port1, port2} = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => resolve();
    port2.postMessage(undefined);
  });
};
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Creates a post of ten nodes, as in a CMS. */
function newPost() {
  const post = document.createElement('article');
  post.className = 'post';
  for (let child = 0; child < 3; child++) {
    const paragraph = document.createElement('p');
    paragraph.append('Some text ', document.createElement('b'));
    post.append(paragraph);
  }
  return post;
}

/** Waits until pending work, and probably garbage collection, has finished. */
async function settle() {
  for (let frame = 0; frame < 2; frame++) {
    await nextFrame();
    await nextTask();
  }
}

window.bench = {
  /** Inserts nodes one by one in a number of tasks, each with or without layout. Returns the duration in ms. */
  async insert(tasks, layout) {
    const parent = document.body.appendChild(document.createElement('main'));
    await settle();
    const start = performance.now();
    for (let task = 0; task < tasks; task++) {
      for (let node = 0; node < NODES / tasks; node++) parent.append(document.createElement('p'));
      if (layout) parent.getBoundingClientRect();
      await nextTask();
    }
    const duration = performance.now() - start;
    parent.remove();
    await settle();
    return duration;
  },

  /** Changes a large page once per frame. Returns the total duration, to the end of each task, in ms. */
  async change(frames) {
    if (!document.querySelector('article')) {
      for (let node = 0; node < LARGE; node += 10) document.body.append(newPost());
    }
    await settle();
    const {children} = document.body;
    let duration = 0;
    for (let frame = 0; frame < frames; frame++) {
      await nextFrame();
      const start = performance.now();
      for (let change = 0; change < CHANGES; change++) {
        const post = children[(frame * CHANGES + change) % children.length];
        post.replaceChildren(...newPost().childNodes);
        post.id = `post-${frame}-${change}`;
      }
      await nextTask();
      duration += performance.now() - start;
    }
    return duration;
  },
};
