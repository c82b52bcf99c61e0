process.env.BROWSERS = 'webkit';
await import('./all-pages.mjs');
