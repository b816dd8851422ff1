import { test, expect, open, seriousViolations } from './fixtures.js';

const draft = '/api/v1/designer/draft';

// The tests share one draft: what an earlier one left there is thrown away.
async function fresh(page, path) {
  await open(page, 'admin', '/');
  await page.request.delete(draft);
  if (path) await page.goto(path);
}

const text = (zh, en) => ({ 'x-type': 'text', type: 'string', maxLength: 80, 'x-label': { 'zh-CN': zh, en } });

// An object of the test's own, published.
async function declared(page, name, label) {
  await fresh(page);
  const properties = { name: text('名称', 'Name'), c_note: text('备注', 'Note') };
  const body = { title: label, 'x-label': { 'zh-CN': label, en: label }, 'x-object': { icon: 'box', name_field: 'name', owned: true }, required: ['name'], properties };
  expect((await page.request.put(`${draft}/objects/${name}`, { data: body })).ok()).toBe(true);
  expect((await page.request.post(`${draft}/publish`, { data: { comment: name } })).ok()).toBe(true);
}

const saved = (page) => expect(page.getByText('Saved to the draft').last()).toBeVisible();

async function publish(page) {
  await page.getByRole('button', { name: 'Review and publish' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/Publishing takes/)).toBeVisible();
  const accept = dialog.getByLabel('I understand, publish anyway');
  if (await accept.count()) await accept.click();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('Published: every form and list is up to date').last()).toBeVisible();
}

test('an object under another name, with another icon and a team, shows so at once', async ({ page }) => {
  await declared(page, 'c_settings_test', 'Visits');
  await page.goto('/designer/c_settings_test/settings');
  await page.getByLabel('English label').fill('Site visits');
  await page.getByRole('button', { name: 'Icon' }).click();
  await page.getByRole('combobox', { name: 'Search icons by name' }).fill('truck');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Icon' })).toContainText('truck');
  await page.getByRole('switch', { name: 'Records have a team' }).click();
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save to draft' }).click();
  await saved(page);
  await publish(page);
  await expect(page.getByRole('navigation').getByText('Site visits').first()).toBeVisible();
  const object = await (await page.request.get('/api/v1/objects/c_settings_test')).json();
  expect([object.options.icon, object.options.team, object.options.owned]).toEqual(['truck', true, true]);
});

test('what the product relies on is said to stay', async ({ page }) => {
  await fresh(page, '/designer/customer/settings');
  await expect(page.getByRole('switch', { name: 'Records have an owner' })).toBeDisabled();
  await expect(page.getByText('Shipped with the product').first()).toBeVisible();
  await expect(page.getByText('An object of the product cannot be retired.')).toBeVisible();
});

test('an action moves to the bulk bar of the list', async ({ page }) => {
  await fresh(page, '/designer/lead/actions');
  const line = page.getByRole('listitem').filter({ hasText: 'close' }).filter({ hasText: 'Only when' });
  const place = async (on) => {
    await line.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog', { name: /^Action/ });
    await expect(dialog.getByText('The dialog as people see it')).toBeVisible();
    await dialog.getByRole('checkbox', { name: 'Bulk bar of the list' }).setChecked(on, { force: true });
    await dialog.getByRole('button', { name: 'Save to draft' }).click();
    await saved(page);
    await publish(page);
  };
  const bulk = async () => {
    await page.goto('/o/lead?view=all');
    await page.getByRole('row').nth(1).getByRole('checkbox').click();
    return page.getByRole('button', { name: 'Close', exact: true });
  };
  await place(false);
  await expect(await bulk()).toHaveCount(0);
  await page.goto('/designer/lead/actions');
  await place(true);
  await expect(await bulk()).toBeVisible();
});

test('an object without actions says where they come from', async ({ page }) => {
  await fresh(page, '/designer/product/actions');
  await expect(page.getByText('No actions')).toBeVisible();
});

test('a conversion copies a field that was added to it', async ({ page }) => {
  await fresh(page);
  for (const object of ['lead', 'customer']) {
    expect((await page.request.put(`${draft}/objects/${object}/fields/c_tax`, { data: text('税号', 'Tax number') })).ok()).toBe(true);
  }
  await page.goto('/designer/lead/actions');
  const customer = page.getByRole('region', { name: 'Customer', exact: true });
  await customer.getByRole('button', { name: 'Add a field' }).click();
  const target = customer.getByRole('combobox', { name: /that is filled$/ }).last();
  await target.click();
  await target.fill('Tax number');
  await page.getByRole('option', { name: /Tax number/ }).click();
  // The field of the same name is its source by itself.
  await expect(customer.getByRole('combobox', { name: /^Source of field/ }).last()).toHaveValue('Tax number');
  // A required field that loses its source is told.
  await customer.getByRole('button', { name: 'Remove pair 1', exact: true }).click();
  await expect(customer.getByText(/Required, with no source here/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo changes' }).click();
  await customer.getByRole('button', { name: 'Add a field' }).click();
  await target.click();
  await target.fill('Tax number');
  await page.getByRole('option', { name: /Tax number/ }).click();
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save to draft' }).click();
  await saved(page);
  await publish(page);
  const lead = await (await page.request.post('/api/v1/records/lead', { data: { name: '试转', c_tax: '91310000MA1K' } })).json();
  const done = await (await page.request.post(`/api/v1/records/lead/${lead.id}/actions/convert`, { data: {} })).json();
  await page.goto(`/o/customer/${done.customer}`);
  await expect(page.getByText('91310000MA1K').first()).toBeVisible();
});

test('another kind is offered with what it asks, and the plan counts what does not fit', async ({ page }) => {
  await declared(page, 'c_kind_test', 'Kinds');
  for (const note of ['12', '很多']) await page.request.post('/api/v1/records/c_kind_test', { data: { name: note, c_note: note } });
  await page.goto('/designer/c_kind_test');
  await page.getByRole('button', { name: 'Edit the field Note' }).click();
  await page.getByText('Name and kind').click();
  await page.getByRole('combobox', { name: 'Kind', exact: true }).click();
  await expect(page.getByRole('option', { name: /^Lookup a field that has data/ })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('option', { name: /a field that has data cannot change from .* to Formula/ })).toBeAttached();
  await page.getByRole('option', { name: /^Number/ }).click();
  await expect(page.getByText(/the plan counts values that are no whole number/)).toBeVisible();
  await page.getByRole('button', { name: 'Save to draft' }).click();
  await page.getByRole('button', { name: 'Review and publish' }).click();
  await expect(page.getByRole('dialog').getByText(/2 records have a value, 1 do not fit/)).toBeVisible();
  await page.request.delete(draft);
});

test('a field of the product keeps its kind, and says so', async ({ page }) => {
  await fresh(page, '/designer/customer');
  await page.getByRole('button', { name: /^Edit the field Website/ }).click();
  await page.getByText('Name and kind').click();
  await expect(page.getByRole('combobox', { name: 'Kind', exact: true })).toBeDisabled();
  await expect(page.getByText('a field of the product keeps its kind')).toBeVisible();
});

test('options are added where a field is shaped', async ({ page }) => {
  await declared(page, 'c_option_test', 'Options');
  await page.goto('/designer/c_option_test');
  await page.getByRole('button', { name: 'Picklist', exact: true }).first().click();
  await page.getByLabel('Chinese label').fill('车型');
  await page.getByLabel('English label').fill('Vehicle type');
  await page.getByRole('button', { name: 'New dictionary' }).click();
  const dialog = page.getByRole('dialog', { name: 'New dictionary' });
  await dialog.getByRole('button', { name: 'Add option' }).click();
  await dialog.getByRole('textbox', { name: 'Chinese name', exact: true }).fill('轿车');
  await dialog.getByRole('textbox', { name: 'English name', exact: true }).fill('Sedan');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: /^Dictionary/ })).toHaveValue('Vehicle type');
  await page.getByRole('button', { name: 'Save to draft' }).click();
  await publish(page);
  await page.goto('/o/c_option_test');
  await page.getByRole('button', { name: /^New Options/ }).first().click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: /^Name/ }).fill('车辆');
  await form.getByRole('combobox', { name: 'Vehicle type' }).click();
  await expect(page.getByRole('option', { name: 'Sedan' })).toBeVisible();
});

test('a retired object leaves, and comes back from the bin with its records', async ({ page }) => {
  page.expected = [404];
  await declared(page, 'c_retire_test', 'Passing');
  const made = await (await page.request.post('/api/v1/records/c_retire_test', { data: { name: '甲', c_note: 'kept' } })).json();
  await page.goto('/designer/c_retire_test/settings');
  await page.getByRole('button', { name: 'Retire object' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('1 record is kept')).toBeVisible();
  await dialog.getByRole('button', { name: 'Retire object' }).click();
  await expect(page).toHaveURL(/\/designer$/);
  await publish(page);
  expect((await page.request.get(`/api/v1/records/c_retire_test/${made.id}`)).status()).toBe(404);
  await page.goto('/designer/retired');
  const line = page.getByRole('listitem').filter({ hasText: 'c_retire_test' });
  await expect(line.getByText('1 record')).toBeVisible();
  await line.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('Brought back into the draft')).toBeVisible();
  await page.goto('/designer');
  await publish(page);
  expect((await (await page.request.get(`/api/v1/records/c_retire_test/${made.id}`)).json()).c_note).toBe('kept');
  await expect(page.getByRole('navigation').getByText('Passing').first()).toBeVisible();
});
