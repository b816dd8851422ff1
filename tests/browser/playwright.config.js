import { defineConfig } from '@playwright/test';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// One server with a fresh demo company for the whole run; `cargo xtask test browser` names the binary and the browser.
const listen = process.env.TRELLIS_LISTEN || '127.0.0.1:18090';
process.env.TRELLIS_DATA ||= mkdtempSync(join(tmpdir(), 'trellis-browser-'));

export default defineConfig({
  testDir: 'specs',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./reporter.js']],
  outputDir: 'results',
  use: {
    baseURL: `http://${listen}`,
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  webServer: {
    command: '"$TRELLIS" seed demo && exec "$TRELLIS" serve',
    env: { ...process.env, TRELLIS_LISTEN: listen },
    url: `http://${listen}/health/ready`,
    timeout: 60_000,
  },
});
