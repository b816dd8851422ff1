import { chromium } from '@playwright/test';
const out = process.argv[2], base = process.argv[3] || 'http://127.0.0.1:8091';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
const run = async (name, { width, height, locale, scheme, account = 'sales@demo.example' }, steps) => {
  const context = await browser.newContext({ viewport: { width, height }, locale, colorScheme: scheme });
  const page = await context.newPage();
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) console.log(name, 'console:', m.text().slice(0, 300)); });
  page.on('pageerror', (e) => console.log(name, 'pageerror', String(e).slice(0, 300)));
  page.on('response', (r) => { if (r.status() >= 400) console.log(name, r.status(), r.url()); });
  const shot = (s) => page.screenshot({ path: `${out}/${name}-${s}.png` });
  try {
    await page.goto(base + '/sign-in'); await page.waitForSelector('input', { timeout: 20000 });
    await shot('signin');
    const r = await context.request.post(base + '/api/v1/auth/login', { data: { account, password: 'trellis-demo' } });
    await steps(page, shot);
  } catch (e) { console.log(name, 'FAILED', String(e).slice(0, 400)); await shot('failed'); }
  await context.close();
};
const go = async (page, path, wait = 1500) => { await page.goto(base + path); await page.waitForTimeout(wait); };
const tour = (account) => async (page, shot) => {
  await go(page, '/', 2500); await shot('home');
  await go(page, '/o/customer', 3000); await shot('list');
  const id = (await (await page.request.get(base + '/api/v1/records/customer?limit=1&view=' + (account ? 'all' : 'mine'))).json()).items[0].id;
  await go(page, '/o/customer/' + id, 2500); await shot('record');
  await go(page, '/o/customer/' + id + '/edit', 2500); await shot('form');
  await go(page, '/dashboards/sales', 5000); await shot('dashboard');
  if (account) { await go(page, '/designer', 2500); await shot('designer'); await go(page, '/designer/customer', 3000); await shot('designer-object'); await go(page, '/dictionaries/industry', 2000); await shot('dictionary'); }
};
const sets = {
  wide: ['wide-zh-light', { width: 1440, height: 900, locale: 'zh-CN', scheme: 'light', account: 'admin@demo.example' }, tour(true)],
  dark: ['wide-en-dark', { width: 1440, height: 900, locale: 'en-US', scheme: 'dark', account: 'admin@demo.example' }, tour(true)],
  phone: ['phone-zh-light', { width: 390, height: 844, locale: 'zh-CN', scheme: 'light' }, tour(false)],
  phonedark: ['phone-en-dark', { width: 390, height: 844, locale: 'en-US', scheme: 'dark' }, tour(false)],
};
for (const key of (process.argv[4] || 'wide').split(',')) await run(...sets[key]);
await browser.close();
