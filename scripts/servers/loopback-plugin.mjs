/** Makes the dev server listen on 127.0.0.1 only. Whatever its `hostname`, it listens on every interface. */
export const loopbackPlugin = () => ({
  name: 'loopback',
  async serverStart({server, config: {port}}) {
    await new Promise((resolve) => server.close(resolve));
    await new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  },
});
