import { readFile } from 'node:fs/promises';
import { test, expect, open, person, seriousViolations, PASSWORD } from './fixtures.js';

// The file that a click downloads, as text.
async function downloaded(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

test('a file becomes records: upload, columns, check, run, and what was refused comes back', async ({ page }) => {
  await open(page, 'boss', '/o/customer');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Import' }).click();
  await expect(page.getByRole('heading', { name: 'Import: Customer' })).toBeVisible();
  const stamp = Date.now();
  const csv = `客户名称,Level,电话,备注列\n导入甲${stamp},a,13800000001,x\n导入乙${stamp},a,not a phone,\n,,,no name\n`;
  await page.locator('input[type=file]').setInputFiles({ name: '客户.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  // Columns are guessed in either language; one is left out.
  await expect(page.getByText('客户.csv, 3 rows', { exact: false })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Field for “电话”' })).toContainText('Phone');
  await expect(page.getByRole('combobox', { name: 'Field for “备注列”' })).toContainText('Not imported');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Check the data' }).click();
  await expect(page.getByRole('heading', { name: 'Some rows have problems and will be left out' })).toBeVisible();
  const problems = page.getByRole('region', { name: 'Rows with problems' });
  await expect(problems.getByRole('row', { name: /^3 电话/ })).toBeVisible();
  await expect(problems.getByRole('row', { name: /^4 客户名称 Required/ })).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Import 1 rows' }).click();
  await expect(page.getByRole('heading', { name: 'Import finished' })).toBeVisible();
  const rejects = await downloaded(page, () => page.getByRole('link', { name: 'Download the rows with problems' }).click());
  expect(rejects.text).toContain('not a phone');
  expect(rejects.text).toContain('Why it was refused');
  await page.getByRole('button', { name: 'Go to the list' }).click();
  await page.getByLabel('Search this list').fill(`导入甲${stamp}`);
  await expect(page.getByText(`导入甲${stamp}`).first()).toBeVisible();
  await expect(page.getByText(`导入乙${stamp}`)).toHaveCount(0);
});

test('what the list shows goes out, in the order and with the columns that it has', async ({ page }) => {
  await open(page, 'boss', '/o/customer?view=all&q=科技&sort=name');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('radio', { name: 'CSV' }).or(dialog.getByText('CSV', { exact: true })).first().click();
  expect(await seriousViolations(page)).toEqual([]);
  const { name, text } = await downloaded(page, () => dialog.getByRole('link', { name: 'Export' }).click());
  expect(name).toMatch(/^Customer-\d{8}\.csv$/);
  expect(text.startsWith('\ufeffName,')).toBe(true);
  const names = text.trim().split('\r\n').slice(1).map((line) => line.split(',')[0]);
  const list = await (await page.request.get('/api/v1/records/customer?view=all&q=科技&sort=name&fields=name&limit=500')).json();
  expect(names).toEqual(list.items.map((item) => item.name));
});

test('the palette finds records of every object, by the keyboard alone', async ({ page }) => {
  await open(page, 'boss', '/');
  await expect(page.getByRole('navigation').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Search and commands' });
  await field.fill('科技');
  const options = page.getByRole('option');
  await expect(page.locator('.s-palette__group', { hasText: 'Customer' })).toBeVisible();
  await expect(options.first()).toContainText('科技');
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/o\/[a-z_]+\/[0-9a-f-]{36}/);
  await page.keyboard.press('Control+k');
  await field.fill('Import: Cus');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Import: Customer' })).toBeVisible();
});

test('a list and a form hear of what others do', async ({ page, browser, baseURL }) => {
  await open(page, 'boss', '/o/customer?view=all');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  const other = await (await browser.newContext()).newPage();
  const api = `${baseURL}/api/v1`;
  expect((await other.request.post(`${api}/auth/login`, { data: { account: 'admin@demo.example', password: PASSWORD } })).ok()).toBe(true);
  const name = `别人新建${Date.now()}`;
  expect((await other.request.post(`${api}/records/customer`, { data: { name } })).status()).toBe(201);
  await expect(page.getByText(name).first()).toBeVisible({ timeout: 5_000 });
  // A field that is published shows in a form that is open, and what was typed stays.
  await page.getByRole('button', { name: 'New Customer' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel(/^Name/).fill('还没保存');
  const label = `新字段${Date.now()}`;
  const field = { 'x-type': 'text', type: 'string', 'x-label': { 'zh-CN': label, en: label } };
  const code = `c_live${Date.now() % 100000}`;
  expect((await other.request.put(`${api}/designer/draft/objects/customer/fields/${code}`, { data: field })).ok()).toBe(true);
  expect((await other.request.post(`${api}/designer/draft/publish`, { data: { comment: '', accept_losses: false } })).ok()).toBe(true);
  await expect(form.getByLabel(label)).toBeVisible({ timeout: 5_000 });
  await expect(form.getByLabel(/^Name/)).toHaveValue('还没保存');
  await other.context().close();
});

test('who is disabled is shown out of an open page', async ({ page, browser, baseURL }) => {
  const account = await person(page, '孙在线', ['sales']);
  const theirs = await (await browser.newContext()).newPage();
  await theirs.request.post(`${baseURL}/api/v1/auth/login`, { data: { account, password: PASSWORD } });
  await theirs.goto(`${baseURL}/o/customer`);
  await expect(theirs.getByRole('heading', { name: 'Customer' })).toBeVisible();
  await page.request.post('/api/v1/auth/login', { data: { account: 'boss@demo.example', password: PASSWORD } });
  const users = await (await page.request.get('/api/v1/users?limit=500')).json();
  const id = users.items.find((user) => user.name === '孙在线').id;
  await page.request.post(`/api/v1/users/${id}/disable`, { data: {} });
  await expect(theirs).toHaveURL(/sign-in/, { timeout: 5_000 });
  await theirs.context().close();
});
