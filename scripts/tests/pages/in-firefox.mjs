process.env.BROWSERS = 'firefox';
await import('./all-pages.mjs');
