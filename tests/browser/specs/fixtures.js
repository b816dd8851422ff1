import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';

export const PASSWORD = 'trellis-demo';

// The port of the first worker's server; the others follow.
const PORT = 18090;

// The data folder of this worker's server.
let data;

// Every test watches the page: an error in the console, a failed request or a report of the security policy fails it.
export const test = base.extend({
  // A server with a fresh demo company, for all tests of a worker.
  server: [
    async ({}, use, info) => {
      data = mkdtempSync(join(tmpdir(), 'trellis-browser-'));
      const listen = `127.0.0.1:${PORT + info.parallelIndex}`;
      const options = { env: { ...process.env, TRELLIS_DATA: data, TRELLIS_LISTEN: listen }, stdio: 'ignore' };
      execFileSync(process.env.TRELLIS, ['seed', 'demo'], options);
      const server = spawn(process.env.TRELLIS, ['serve'], options);
      const ended = new Promise((resolve) => server.on('exit', resolve));
      await expect(async () => expect((await fetch(`http://${listen}/health/ready`)).ok).toBe(true)).toPass({ timeout: 60_000 });
      await use(`http://${listen}`);
      server.kill();
      await ended;
      rmSync(data, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ server }, use) => use(server),
  page: async ({ page }, use) => {
    const troubles = [];
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('response', (response) => {
      const expected = page.expected ?? [];
      if (response.status() >= 400 && !expected.includes(response.status())) troubles.push(`${response.status()} ${response.url()}`);
    });
    await use(page);
    const told = troubles.filter((text) => !(page.expected ?? []).some((status) => text.includes(`${status}`)));
    expect(told, 'the page must be quiet').toEqual([]);
  },
});

export { expect };

// Signs in over the API and opens a page.
export async function open(page, account, path) {
  const reply = await page.request.post('/api/v1/auth/login', { data: { account: `${account}@demo.example`, password: PASSWORD } });
  expect(reply.ok()).toBe(true);
  await page.goto(path);
}

// A person of the test's own in the demo company, signed in nowhere; the password is the demo's.
export async function person(page, name, roles) {
  const api = '/api/v1';
  // An open page would go on asking, as nobody.
  await page.goto('about:blank');
  await page.request.post(`${api}/auth/login`, { data: { account: 'boss@demo.example', password: PASSWORD } });
  const department = (await (await page.request.get(`${api}/departments`)).json()).items[0].id;
  const account = `person${Date.now()}@demo.example`;
  const made = await page.request.post(`${api}/users`, { data: { account, name, password: PASSWORD, department } });
  expect(made.status()).toBe(201);
  const given = await page.request.put(`${api}/users/${(await made.json()).id}/roles`, { data: { roles } });
  expect(given.ok()).toBe(true);
  await page.context().clearCookies();
  return account;
}

// The newest code that was sent to an address, as its mail says it. Mail goes out after the reply.
export async function codeFor(address) {
  const outbox = join(data, 'outbox');
  for (let tries = 0; tries < 50; tries += 1) {
    const files = existsSync(outbox) ? readdirSync(outbox).map((name) => join(outbox, name)) : [];
    files.sort((one, other) => statSync(one).mtimeMs - statSync(other).mtimeMs);
    const [mail] = files.map((file) => readFileSync(file, 'utf8')).filter((text) => text.includes(address)).slice(-1);
    const code = mail && plain(mail).match(/\b\d{6}\b/);
    if (code) return code[0];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no code was sent to ${address}`);
}

// The words of a mail, whatever they were packed in.
function plain(mail) {
  const body = mail.split(/\r?\n\r?\n/).slice(1).join('\n\n');
  const packed = body.match(/^[A-Za-z0-9+/=\r\n]{24,}$/m);
  return packed ? Buffer.from(packed[0], 'base64').toString() : body;
}

// A company of the test's own, and its founder signed in to it.
export async function registered(page, name) {
  const founder = `founder${Date.now()}@new.example`;
  const asked = await page.request.post('/api/v1/auth/codes', { data: { channel: 'email', address: founder, purpose: 'register' } });
  expect(asked.ok(), await asked.text()).toBe(true);
  const company = `${name}${Date.now()}`;
  const registration = { company, name: '创办人', account: founder, code: await codeFor(founder), password: PASSWORD };
  expect((await page.request.post('/api/v1/auth/register', { data: registration })).status()).toBe(201);
  expect((await page.request.post('/api/v1/auth/login', { data: { account: founder, password: PASSWORD } })).ok()).toBe(true);
  return { founder, company, password: PASSWORD };
}

// What axe calls serious or worse.
export async function seriousViolations(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  const serious = violations.filter((violation) => ['serious', 'critical'].includes(violation.impact));
  return serious.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' | ')}`);
}
