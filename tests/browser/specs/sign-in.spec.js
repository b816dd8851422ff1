import { test, expect, PASSWORD } from './fixtures.js';

test('a person signs in, sees their customers, and signs out', async ({ page }) => {
  page.expected = [401];
  await page.goto('/');
  await page.getByLabel('Account').fill('sales@demo.example');
  await page.getByLabel('Password', { exact: true }).fill('wrong password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('That account and password do not match')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'Customer', exact: true }).first().click();
  await expect(page.getByRole('tab', { name: 'Mine' })).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
});

test('the page speaks Chinese to whoever asks for it', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible();
  await context.close();
});
