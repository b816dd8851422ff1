import { test, expect, open } from './fixtures.js';

test('the sales dashboard draws every chart and shows the rows behind one', async ({ page }) => {
  await open(page, 'manager', '/dashboards/sales');
  await expect(page.locator('canvas').first()).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Full screen with records' }).first().click({ force: true });
  await expect(page.getByRole('heading', { name: 'Records' }).or(page.getByText('Records', { exact: true })).first()).toBeVisible();
});
