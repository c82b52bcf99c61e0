// Runs in the frames of auto.mjs: a page without our markup that is changed much.

const NODES = 10_000;
const LARGE = 50_000;
const CHANGES = 50;

const passTask = () => {
  const {port1, port2} = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => resolve();
    port2.postMessage(undefined);
  });
};
const passFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** A post, as a CMS has them, of ten nodes. */
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

/** Until what was begun by what is measured is over, and its garbage with it, as far as one can tell. */
async function settle() {
  for (let time = 0; time < 2; time++) {
    await passFrame();
    await passTask();
  }
}

window.bench = {
  /** Inserts nodes, one by one, in so many tasks, each with or without a layout: what that takes, in ms. */
  async insert(tasks, layout) {
    const place = document.body.appendChild(document.createElement('main'));
    await settle();
    const begun = performance.now();
    for (let task = 0; task < tasks; task++) {
      for (let node = 0; node < NODES / tasks; node++) place.append(document.createElement('p'));
      if (layout) place.getBoundingClientRect();
      await passTask();
    }
    const time = performance.now() - begun;
    place.remove();
    await settle();
    return time;
  },

  /** Changes a large page in each of so many frames: what its own work takes, to the end of the tasks, in ms. */
  async change(frames) {
    if (!document.querySelector('article')) {
      for (let node = 0; node < LARGE; node += 10) document.body.append(newPost());
    }
    await settle();
    const {children} = document.body;
    let time = 0;
    for (let frame = 0; frame < frames; frame++) {
      await passFrame();
      const begun = performance.now();
      for (let change = 0; change < CHANGES; change++) {
        const post = children[(frame * CHANGES + change) % children.length];
        post.replaceChildren(...newPost().childNodes);
        post.id = `post-${frame}-${change}`;
      }
      await passTask();
      time += performance.now() - begun;
    }
    return time;
  },
};
