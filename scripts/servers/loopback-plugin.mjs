/** The dev server listens on every interface even when told 127.0.0.1; this makes it listen there and nowhere else. */
export const loopbackPlugin = () => ({
  name: 'loopback',
  async serverStart({server, config: {port}}) {
    await new Promise((resolve) => server.close(resolve));
    await new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  },
});
