import { defineConfig } from '@playwright/test';

// Each worker has a server with a fresh demo company of its own (specs/fixtures.js); `cargo xtask test browser` names the
// binary and the browser.
export default defineConfig({
  testDir: 'specs',
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./reporter.js']],
  outputDir: 'results',
  use: {
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
