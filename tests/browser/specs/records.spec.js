import { test, expect, open } from './fixtures.js';

const mine = async (page) => (await (await page.request.get('/api/v1/records/customer?view=mine&limit=1')).json()).items[0];

test('a customer is found, changed in the generated form, and its timeline says so', async ({ page }) => {
  await open(page, 'sales', '/o/customer');
  const customer = await mine(page);
  await page.getByPlaceholder('Search this list').fill(customer.name);
  await expect(page.getByRole('row').filter({ hasText: customer.name }).first()).toBeVisible();
  await page.goto(`/o/customer/${customer.id}/edit`);
  await page.getByLabel('City', { exact: true }).fill('苏州工业园区');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/o/customer/${customer.id}$`));
  await expect(page.getByText('苏州工业园区').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await expect(page.getByText('changed the record').first()).toBeVisible();
});

test('a form says what is wrong before it is sent', async ({ page }) => {
  await open(page, 'sales', '/o/customer');
  const customer = await mine(page);
  await page.goto(`/o/customer/${customer.id}/edit`);
  await page.getByLabel(/^Name/).first().fill('');
  await page.getByLabel('Email', { exact: true }).fill('not an address');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Required').first()).toBeVisible();
  await expect(page.getByText(/must be an e-mail address/).first()).toBeVisible();
});

test('a lead is converted through the dialog that its action declares', async ({ page }) => {
  await open(page, 'sales', '/o/lead');
  const reply = await page.request.post('/api/v1/records/lead', { data: { name: '王测试', company: '浏览器测试公司' } });
  const lead = await reply.json();
  await page.goto(`/o/lead/${lead.id}`);
  await page.getByRole('button', { name: 'Convert', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Create a contact')).toBeVisible();
  await dialog.getByRole('button', { name: 'Convert', exact: true }).click();
  await expect(dialog).toBeHidden();
  const after = await (await page.request.get(`/api/v1/records/lead/${lead.id}?fields=status,converted_customer.name`)).json();
  expect(after).toMatchObject({ status: 'converted', 'converted_customer.name': '浏览器测试公司' });
});

test('what is selected is what the boxes show', async ({ page }) => {
  await open(page, 'sales', '/o/customer');
  const box = (row) => page.getByRole('row').nth(row).getByRole('checkbox');
  for (const row of [1, 2, 4]) await box(row).click();
  await box(2).click();
  await expect(page.getByText('2 selected')).toBeVisible();
  await expect(box(1)).toBeChecked();
  await expect(box(2)).not.toBeChecked();
  await expect(box(4)).toBeChecked();
});
