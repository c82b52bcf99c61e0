process.env.BROWSERS = 'chromium';
await import('./all-pages.mjs');
