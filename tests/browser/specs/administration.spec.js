import { test, expect, open, person, PASSWORD } from './fixtures.js';

test('a department is added and renamed', async ({ page }) => {
  await open(page, 'admin', '/admin/people');
  const name = `测试部${Date.now()}`;
  await page.getByRole('button', { name: 'Add a department below' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Department name/).fill(name);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('treeitem', { name: new RegExp(name) })).toBeVisible();
});

test('a department is moved by dragging it and by the keyboard', async ({ page }) => {
  await open(page, 'boss', '/admin/people');
  const name = `流动部${Date.now()}`;
  const departments = (await (await page.request.get('/api/v1/departments')).json()).items;
  const selling = departments.find((department) => department.name === '销售部');
  const made = await page.request.post('/api/v1/departments', { data: { name, parent: selling.parent } });
  const { id } = await made.json();
  const parent = async () => (await (await page.request.get('/api/v1/departments/tree')).json()).items.find((item) => item.id === id).parent;
  await page.reload();
  const line = page.getByRole('treeitem', { name: new RegExp(name) });
  const sales = page.getByRole('treeitem', { name: /^销售部/ });
  const [from, to] = [await line.boundingBox(), await sales.boundingBox()];
  await page.mouse.move(from.x + 60, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + 70, from.y + 20, { steps: 5 });
  await page.mouse.move(to.x + 80, to.y + 14, { steps: 12 });
  await page.mouse.up();
  await expect(page.getByText('Moved', { exact: true }).first()).toBeVisible();
  expect(await parent()).toBe(selling.id);
  // One level out again, and the focus stays with it.
  await line.click();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(async () => expect(await parent()).toBe(selling.parent)).toPass({ timeout: 5_000 });
  await expect(line).toBeFocused();
  // Its menu can be reached with the pointer: it stays open on the way.
  await line.hover();
  await line.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Delete department' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete department' }).click();
  await expect(page.getByText('Department deleted')).toBeVisible();
});

test('who is disabled is signed out, and comes in again when restored', async ({ page, browser, baseURL }) => {
  const account = await person(page, '赵停用', ['sales']);
  const theirs = await (await browser.newContext()).newPage();
  const login = () => theirs.request.post(`${baseURL}/api/v1/auth/login`, { data: { account, password: PASSWORD } });
  expect((await login()).ok()).toBe(true);
  await open(page, 'admin', '/admin/people');
  await page.getByPlaceholder('Search name, e-mail or mobile').fill(account);
  await page.getByText('赵停用').first().click();
  await page.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('dialog', { name: /^Disable/ }).getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('Disabled and signed out everywhere')).toBeVisible();
  await expect(async () => expect((await theirs.request.get(`${baseURL}/api/v1/me`)).status()).toBe(401)).toPass({ timeout: 2_000 });
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('Restored', { exact: true })).toBeVisible();
  expect((await login()).ok()).toBe(true);
  await theirs.context().close();
});

test('a role is copied, changed by the keyboard, previewed, saved, and met by the person who has it', async ({ page }) => {
  await open(page, 'boss', '/admin/roles');
  const name = `测试角色${Date.now()}`;
  await page.getByRole('button', { name: 'More for Sales', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Copy' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').first().fill(name);
  await dialog.getByRole('button', { name: /Copy|Save|Create/ }).last().click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  const role = decodeURIComponent(new URL(page.url()).pathname.split('/').pop());
  const account = await person(page, '钱新手', [role]);
  await open(page, 'boss', `/admin/roles/${role}`);
  // Customers, seen: the first digit is none.
  const cell = page.getByRole('row', { name: /Customer/ }).getByRole('gridcell').nth(0);
  await cell.click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('0');
  await page.getByRole('button', { name: 'Preview and save' }).click();
  await expect(page.getByRole('dialog').getByText('钱新手')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved and in force')).toBeVisible();
  await page.request.post('/api/v1/auth/login', { data: { account, password: PASSWORD } });
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Lead', exact: true }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Customer', exact: true })).toHaveCount(0);
});

test('why somebody may see a record is told with the line that decides', async ({ page }) => {
  await open(page, 'admin', '/admin/access');
  const record = (await (await page.request.get('/api/v1/records/lead?limit=1')).json()).items[0];
  await page.getByRole('combobox', { name: 'Record' }).fill(record.name);
  await page.getByRole('option').first().click();
  await page.getByRole('combobox', { name: 'Person' }).fill('顾言');
  await page.getByRole('option', { name: /顾言/ }).click();
  await expect(page.getByText('Policy lines')).toBeVisible();
  await expect(page.getByText(/p, analyst, /).first()).toBeVisible();
});

test('the audit log is filtered and its chain holds', async ({ page }) => {
  await open(page, 'admin', '/admin/audit');
  await expect(page.getByRole('row').nth(1)).toContainText('Signed in');
  await page.getByRole('button', { name: 'Check integrity' }).click();
  await expect(page.getByText(/The log is sound/)).toBeVisible();
});
