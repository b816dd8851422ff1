import { test, expect, open } from './fixtures.js';

test('an administrator adds a field, publishes it, and the form has it', async ({ page }) => {
  await open(page, 'admin', '/designer/customer');
  await page.getByRole('button', { name: 'Currency' }).first().click();
  await page.getByLabel('Chinese label').fill('年度预算');
  await page.getByLabel('English label').fill('Yearly budget');
  await page.getByRole('button', { name: 'Save to draft' }).click();
  await page.getByRole('button', { name: 'Review and publish' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Yearly budget')).toBeVisible();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('Published: every form and list is up to date')).toBeVisible();
  const customer = (await (await page.request.get('/api/v1/records/customer?limit=1')).json()).items[0];
  await page.goto(`/o/customer/${customer.id}/edit`);
  await expect(page.getByLabel('Yearly budget')).toBeVisible();
});
