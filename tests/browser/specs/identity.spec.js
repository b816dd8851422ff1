import { test, expect, codeFor, person, PASSWORD } from './fixtures.js';

test('a company is registered with a code, and its founder enters it', async ({ page }) => {
  const account = `founder${Date.now()}@new.example`;
  await page.goto('/register');
  await page.getByLabel(/^Company name/).fill('新公司');
  await page.getByLabel(/^Your name/).fill('创办人');
  await page.getByLabel(/^E-mail or mobile number/).fill(account);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByText(/^Again in \d+ s$/)).toBeVisible();
  await page.getByLabel(/^Verification code/).fill(await codeFor(account));
  await page.getByRole('textbox', { name: /^Password/ }).fill('quite a long secret');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(page.getByRole('link', { name: 'People and departments' })).toBeVisible();
});

test('a forgotten password is replaced with a code', async ({ page }) => {
  const account = await person(page, '王健忘', ['sales']);
  await page.goto('/forgot');
  await page.getByLabel(/^Account/).fill(account);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByText(/^Again in \d+ s$/)).toBeVisible();
  await page.getByLabel(/^Verification code/).fill(await codeFor(account));
  await page.getByRole('textbox', { name: /^New password/ }).fill('the second of two');
  await page.getByRole('button', { name: 'Reset password' }).click();
  await expect(page.getByText('The password is changed')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Account').fill(account);
  await page.getByLabel('Password', { exact: true }).fill('the second of two');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Customer', exact: true }).first()).toBeVisible();
});

test('somebody of two companies chooses one, and switches without the password', async ({ page }) => {
  page.expected = [403];
  const account = await person(page, '双栖', ['sales']);
  await page.request.post('/api/v1/auth/codes', { data: { channel: 'email', address: account, purpose: 'register' } });
  const second = `第二家${Date.now()}`;
  const registration = { company: second, name: '双栖', account, code: await codeFor(account), password: PASSWORD };
  expect((await page.request.post('/api/v1/auth/register', { data: registration })).status()).toBe(201);
  await page.context().clearCookies();
  expect((await page.request.post('/api/v1/auth/login', { data: { account, password: PASSWORD } })).ok()).toBe(true);
  // Signed in and in no company yet: asked which one, whatever page was wanted.
  await page.goto('/settings');
  await expect(page.getByRole('heading', { name: 'Choose a company' })).toBeVisible();
  await page.getByRole('button', { name: second }).click();
  await expect(page.getByText(second).first()).toBeVisible();
  await page.getByRole('button', { name: 'Account', exact: true }).click();
  await page.getByText('Switch company').click();
  await expect(page.getByText('You are here')).toBeVisible();
  await page.getByRole('button', { name: /示例科技/ }).click();
  await expect(page.getByRole('link', { name: 'Customer', exact: true }).first()).toBeVisible();
  await expect(page.getByText('示例科技').first()).toBeVisible();
});
