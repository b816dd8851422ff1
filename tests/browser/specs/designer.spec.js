import { test, expect, open } from './fixtures.js';
import { declared, publish } from './designing.js';

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

test('a formula is judged while it is written, and works in the form', async ({ page }) => {
  await declared(page, 'c_formula_test');
  await page.goto('/designer/c_formula_test');
  await page.getByRole('button', { name: 'Formula' }).first().click();
  await page.getByLabel('Chinese label').fill('长度');
  await page.getByLabel('English label').fill('Length of note');
  const formula = page.getByRole('textbox', { name: /^Formula/ });
  await formula.fill('c_note|length * 2 + nothing_here');
  await expect(page.getByText(/nothing_here/).last()).toBeVisible();
  await formula.fill('c_note|length * 2');
  await expect(page.getByText('Gives a number')).toBeVisible();
  await page.getByRole('button', { name: 'Save to draft' }).click();
  await publish(page);
  await page.goto('/o/c_formula_test');
  await page.getByRole('button', { name: /^New c_formula_test/ }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Note', { exact: true }).fill('四个字符');
  await expect(form.getByText('8.00', { exact: true })).toBeVisible();
});

test('a retired field tells what refers to it, and comes back from the bin with its data', async ({ page }) => {
  await declared(page, 'c_bin_test');
  const made = await (await page.request.post('/api/v1/records/c_bin_test', { data: { name: '甲', c_note: 'kept' } })).json();
  await page.goto('/designer/c_bin_test');
  await page.getByRole('button', { name: 'Edit the field Note' }).click();
  await page.getByRole('button', { name: 'Retire field' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retire field' }).click();
  await publish(page);
  await page.goto('/designer/retired');
  await page.getByRole('listitem').filter({ hasText: 'c_note' }).getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('Brought back into the draft')).toBeVisible();
  await page.goto('/designer/c_bin_test');
  await publish(page);
  const record = await (await page.request.get(`/api/v1/records/c_bin_test/${made.id}`)).json();
  expect(record.c_note).toBe('kept');
});

test('what another administrator saved meanwhile is not written over unseen', async ({ page }) => {
  page.expected = [412];
  await declared(page, 'c_conflict_test');
  await page.goto('/designer/c_conflict_test');
  await page.getByRole('button', { name: 'Edit the field Note' }).click();
  const theirs = { 'x-type': 'text', type: 'string', maxLength: 40, 'x-label': { 'zh-CN': '他人', en: 'Theirs' } };
  expect((await page.request.put('/api/v1/designer/draft/objects/c_conflict_test/fields/c_note', { data: theirs })).ok()).toBe(true);
  await page.getByLabel('English label').fill('Mine');
  await page.getByRole('button', { name: 'Save to draft' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Somebody else changed this')).toBeVisible();
  await expect(dialog.getByRole('row', { name: 'Label › English Theirs Mine' })).toBeVisible();
  await expect(dialog.getByRole('row', { name: 'Most characters 40 80' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Load theirs' }).click();
  await expect(page.getByLabel('English label')).toHaveValue('Theirs');
  await page.request.delete('/api/v1/designer/draft');
});

test('two versions are compared', async ({ page }) => {
  await declared(page, 'c_version_test');
  await page.goto('/designer/versions');
  await expect(page.getByRole('heading', { name: /^From Version \d+ to Version \d+$/ })).toBeVisible();
  await expect(page.getByText(/c_version_test/).last()).toBeVisible();
});
