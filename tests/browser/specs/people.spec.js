import { deflateSync, crc32 } from 'node:zlib';
import { test, expect, open, person, registered, PASSWORD } from './fixtures.js';

// A small red square as a PNG file.
function picture() {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32 ? crc32(body) : crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0]);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(24, Buffer.from([200, 30, 30]))]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.concat(Array(8).fill(line)));
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

// The sum of a PNG's part, for versions of Node that do not have it.
function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

async function signIn(page, account) {
  await page.goto('/sign-in');
  await page.getByLabel('Account').fill(account);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('who is not activated, or disabled, is told so after the right password only', async ({ page }) => {
  page.expected = [401, 403];
  const account = await person(page, '孙未激活', []);
  await signIn(page, account);
  await expect(page.getByRole('alert')).toContainText('not activated');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('do not match');
  await open(page, 'boss', '/admin/people');
  const found = (await (await page.request.get(`/api/v1/users?q=${account}`)).json()).items[0];
  await page.request.put(`/api/v1/users/${found.id}/roles`, { data: { roles: ['sales'] } });
  await page.request.post(`/api/v1/users/${found.id}/disable`, { data: {} });
  await page.context().clearCookies();
  await signIn(page, account);
  await expect(page.getByRole('alert')).toContainText('disabled');
});

test('people are found by their role, and what one owns is handed over in one step', async ({ page }) => {
  const account = await person(page, '周离职', ['analyst', 'sales']);
  await page.request.post('/api/v1/auth/login', { data: { account, password: PASSWORD } });
  const made = await page.request.post('/api/v1/records/customer', { data: { name: `交接客户${Date.now()}` } });
  const customer = await made.json();
  await open(page, 'boss', '/admin/people');
  await page.getByRole('combobox', { name: 'Role', exact: true }).click();
  await page.getByRole('option', { name: 'Analyst', exact: true }).click();
  await expect(page.getByRole('row', { name: /周离职/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /顾言/ })).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByText('周离职').first().click();
  await page.getByRole('button', { name: 'Hand over' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hand over' });
  await dialog.getByRole('combobox').fill('顾言');
  await page.getByRole('option', { name: /顾言/ }).first().click();
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Customer' })).toContainText('1');
  const now = await (await page.request.get(`/api/v1/records/customer/${customer.id}?fields=owner.name`)).json();
  expect(now['owner.name']).toContain('顾言');
});

test('a picture, a name and the language are one\'s own', async ({ page }) => {
  const account = await person(page, '吴设置', ['sales']);
  await page.request.post('/api/v1/auth/login', { data: { account, password: PASSWORD } });
  await page.goto('/settings');
  await page.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: picture() });
  await expect(page.getByRole('button', { name: 'Remove picture' })).toBeVisible();
  await page.getByLabel(/^Name/).fill('吴改名');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('吴改名').first()).toBeVisible();
  const me = (await (await page.request.get('/api/v1/me')).json()).user;
  expect(me.avatar).toMatch(/^data:image\//);
  expect(me.name).toBe('吴改名');
});

test('a password changes, and every other device is out', async ({ page, browser, baseURL }) => {
  const account = await person(page, '郑换锁', ['sales']);
  const other = await (await browser.newContext()).newPage();
  expect((await other.request.post(`${baseURL}/api/v1/auth/login`, { data: { account, password: PASSWORD } })).ok()).toBe(true);
  await page.request.post('/api/v1/auth/login', { data: { account, password: PASSWORD } });
  await page.goto('/settings/security');
  await page.getByLabel(/^Current password/).fill(PASSWORD);
  await page.getByLabel(/^New password/).fill('another good secret');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed; other devices are signed out')).toBeVisible();
  await expect(async () => expect((await other.request.get(`${baseURL}/api/v1/me`)).status()).toBe(401)).toPass({ timeout: 3_000 });
  expect((await page.request.get('/api/v1/me')).ok()).toBe(true);
  await other.context().close();
});

test('a company is handed to another active person, once and for all', async ({ page }) => {
  const { founder, password } = await registered(page, '移交公司');
  const next = `next${Date.now()}@new.example`;
  const department = (await (await page.request.get('/api/v1/departments')).json()).items[0].id;
  const made = await page.request.post('/api/v1/users', { data: { account: next, name: '继任者', password: PASSWORD, department } });
  await page.request.put(`/api/v1/users/${(await made.json()).id}/roles`, { data: { roles: ['sysadmin'] } });
  await page.goto('/admin/company');
  await page.getByRole('button', { name: 'Transfer company' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('继任者');
  await page.getByRole('option', { name: /继任者/ }).click();
  page.expected = [422];
  await dialog.getByLabel('Your password').fill('wrong');
  await dialog.getByRole('button', { name: 'Transfer company' }).click();
  await expect(dialog.getByText('The password is wrong')).toBeVisible();
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'Transfer company' }).click();
  await expect(page.getByText('The company is transferred')).toBeVisible();
  page.expected = [401, 403, 422];
  await signIn(page, next);
  await expect(page).not.toHaveURL(/sign-in/);
  await page.goto('/admin/company');
  await expect(page.getByRole('button', { name: 'Transfer company' })).toBeVisible();
  const login = await page.request.post('/api/v1/auth/login', { data: { account: founder, password } });
  expect(login.status()).toBe(403);
});
