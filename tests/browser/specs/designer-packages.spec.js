import { readFileSync } from 'node:fs';
import { test, expect, open, person, PASSWORD, seriousViolations } from './fixtures.js';
import { declared, label, publish, published, text } from './designing.js';

const DRAFT = '/api/v1/designer/draft';
const record = async (page, object, id) => (await page.request.get(`/api/v1/records/${object}/${id}`)).json();
const admin = { account: 'admin@demo.example', password: PASSWORD };

test('a field is renamed in the designer and keeps its data', async ({ page }) => {
  await declared(page, 'c_rename_test');
  const made = await (await page.request.post('/api/v1/records/c_rename_test', { data: { name: '甲', c_note: 'kept' } })).json();
  await page.goto('/designer/c_rename_test');
  await page.getByRole('button', { name: 'Edit the field Note' }).click();
  await page.getByText('Name and kind').click();
  await page.getByLabel('API name').fill('c_remark');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('button', { name: 'Review and publish' })).toBeVisible();
  await publish(page);
  const kept = await record(page, 'c_rename_test', made.id);
  expect([kept.c_remark, kept.c_note]).toEqual(['kept', undefined]);
});

test('a reference is mended in the plan', async ({ page }) => {
  await declared(page, 'c_mend_test');
  const view = { label: label('全部备注', 'Every note'), kind: 'table', columns: [{ field: 'name' }, { field: 'c_note' }] };
  expect((await page.request.put(`${DRAFT}/objects/c_mend_test/views/c_every`, { data: view })).ok()).toBe(true);
  await published(page, 'view');
  await page.goto('/designer/c_mend_test');
  await page.getByRole('button', { name: 'Edit the field Note' }).click();
  await page.getByLabel('English label').fill('Remark');
  await page.getByRole('button', { name: 'Save to draft' }).click();
  await page.getByRole('button', { name: 'Review and publish' }).click();
  const dialog = page.getByRole('dialog');
  const place = dialog.getByRole('listitem').filter({ hasText: 'Every note' });
  await place.getByRole('button', { name: 'Mend' }).click();
  await expect(page.getByText('Mended', { exact: true })).toBeVisible();
  await expect(place).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('Published: every form and list is up to date')).toBeVisible();
  const info = await (await page.request.get('/api/v1/objects/c_mend_test')).json();
  expect(info.views.find((it) => it.name === 'c_every').columns.map((it) => it.field)).toEqual(['name']);
});

test('a version is rolled back, and its fields with it', async ({ page }) => {
  await declared(page, 'c_back_test');
  expect((await page.request.put(`${DRAFT}/objects/c_back_test/fields/c_late`, { data: text('迟到', 'Late') })).ok()).toBe(true);
  await published(page, 'late field');
  const fields = async () => (await (await page.request.get('/api/v1/objects/c_back_test')).json()).fields.map((it) => it.name);
  expect(await fields()).toContain('c_late');
  await page.goto('/designer/versions');
  await page.getByRole('row').filter({ hasText: 'c_back_test' }).getByRole('button', { name: 'Roll back to this' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back to this' }).click();
  await expect(page.getByText('Rolled back', { exact: true })).toBeVisible();
  expect(await fields()).not.toContain('c_late');
});

test('a retired field is emptied for good', async ({ page }) => {
  await declared(page, 'c_purge_test');
  await page.request.post('/api/v1/records/c_purge_test', { data: { name: '甲', c_note: 'gone' } });
  expect((await page.request.delete(`${DRAFT}/objects/c_purge_test/fields/c_note?mend=true`)).ok()).toBe(true);
  await published(page, 'retired');
  await page.goto('/designer/retired');
  const line = page.getByRole('listitem').filter({ hasText: 'c_purge_test ›' });
  await expect(line).toContainText('1 record has a value');
  await line.getByRole('button', { name: 'Empty for good' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Empty for good' }).click();
  await expect(page.getByText('The data is deleted')).toBeVisible();
  await expect(line).toHaveCount(0);
});

test('a layout for a role is its people’s, and nobody else’s', async ({ page }) => {
  const seller = await person(page, '孙布局', ['sales']);
  await open(page, 'admin', '/designer/customer');
  await page.getByRole('button', { name: 'Layout for roles' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Roles' }).fill('Sales');
  await page.getByRole('option', { name: 'Sales', exact: true }).click();
  // On to the next control, which closes the list.
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Save to draft' }).click();
  await expect(page.getByText('Layout saved to the draft')).toBeVisible();
  const layouts = page.getByRole('group', { name: 'Layouts' });
  await expect(layouts.getByRole('combobox')).toContainText('Sales');
  await page.getByRole('button', { name: 'Edit the field Website' }).click();
  const saved = page.waitForResponse((response) => response.url().includes('/layouts/c_sales') && response.request().method() === 'PUT');
  await page.getByRole('combobox', { name: 'Section' }).click();
  await page.getByRole('option', { name: 'Not on the form' }).click();
  expect((await saved).ok()).toBe(true);
  await publish(page);
  const form = async (account) => {
    await page.request.post('/api/v1/auth/login', { data: { account, password: PASSWORD } });
    await page.goto('/o/customer?view=all');
    await page.getByRole('button', { name: 'New Customer' }).first().click();
    await expect(page.getByRole('dialog').getByLabel(/^Phone/)).toBeVisible();
    return page.getByRole('dialog').getByLabel(/^Website/).count();
  };
  expect(await form(seller)).toBe(0);
  expect(await form(admin.account)).toBe(1);
  // Taken out again, everybody has the same.
  await page.goto('/designer/customer');
  await layouts.getByRole('combobox').click();
  await page.getByRole('option', { name: 'Sales', exact: true }).click();
  await layouts.getByRole('button', { name: 'Take out this layout' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take out this layout' }).click();
  await expect(page.getByText('Layout taken out of the draft')).toBeVisible();
  await publish(page);
  expect(await form(seller)).toBe(1);
});

test('a field is dragged off the form of a role, and put back by the keyboard', async ({ page }) => {
  await declared(page, 'c_off_test');
  const section = { name: 'basic', label: label('基本', 'Basics'), columns: 2, fields: ['name', 'c_note'] };
  const layout = { roles: ['sales'], sections: [section], highlights: [], related: [], quick_create: [] };
  expect((await page.request.put(`${DRAFT}/objects/c_off_test/layouts/c_sales`, { data: layout })).ok()).toBe(true);
  const placed = async () => (await (await page.request.get(`${DRAFT}/objects/c_off_test/parts/layouts`)).json()).layouts.c_sales.sections[0].fields;
  await page.goto('/designer/c_off_test');
  await page.getByRole('group', { name: 'Layouts' }).getByRole('combobox').click();
  await page.getByRole('option', { name: 'Sales', exact: true }).click();
  const drag = async (field) => {
    const from = await page.getByRole('button', { name: `Edit the field ${field}`, exact: true }).boundingBox();
    const to = await page.getByText('Drop fields here to take them off the form').boundingBox();
    await page.mouse.move(from.x + 40, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(from.x + 50, from.y + 30, { steps: 5 });
    await page.mouse.move(to.x + 60, to.y + 20, { steps: 12 });
    await page.mouse.up();
  };
  await drag('Name');
  await expect(page.getByText(/^This field stays/)).toBeVisible();
  await drag('Note');
  await expect(async () => expect(await placed()).toEqual(['name'])).toPass({ timeout: 5_000 });
  await page.getByRole('button', { name: 'Edit the field Note' }).click();
  await page.getByRole('combobox', { name: 'Section' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(async () => expect(await placed()).toEqual(['name', 'c_note'])).toPass({ timeout: 5_000 });
  await page.request.delete(DRAFT);
});

test('related lists and their columns are put in order by the keyboard', async ({ page }) => {
  await open(page, 'admin', '/designer/customer');
  const panel = page.getByRole('complementary', { name: 'Page layout' });
  const lists = panel.getByRole('list', { name: 'Related lists' });
  await lists.getByRole('button', { name: 'Move Opportunity up' }).focus();
  await page.keyboard.press('Enter');
  await expect(lists.getByRole('listitem').first()).toContainText('Opportunity');
  await lists.getByRole('button', { name: /^Opportunity/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('English label').fill('Deals');
  await dialog.getByRole('combobox', { name: 'Columns' }).fill('Created at');
  await page.getByRole('option', { name: 'Created at', exact: true }).click();
  await dialog.getByRole('button', { name: /^Move Created at up/ }).click();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(lists.getByRole('listitem').first()).toContainText('Deals');
  await expect(async () => {
    const draft = await (await page.request.get(`${DRAFT}/objects/customer/parts/layouts`)).json();
    const [first] = draft.layouts.default.related;
    expect([first.relation, first.label.en, first.columns.at(-2)]).toEqual(['opportunity.customer', 'Deals', 'created_at']);
    expect(draft.layouts.default.related.map((it) => it.relation)).toContain('task.related');
  }).toPass();
  await page.request.delete(DRAFT);
});

test('the draft is previewed with real records, as somebody else too, and changes nothing', async ({ page }) => {
  await open(page, 'admin', '/');
  expect((await page.request.put(`${DRAFT}/objects/customer/fields/c_soon`, { data: { ...text('即将', 'Soon'), default: 'early' } })).ok()).toBe(true);
  const name = (await (await page.request.get('/api/v1/records/customer?limit=1')).json()).items[0].name;
  await page.goto('/designer/customer');
  await page.getByRole('region', { name: 'Draft' }).getByRole('link', { name: 'Preview' }).click();
  const screen = page.getByRole('region', { name: 'Preview' });
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(screen.getByText('Soon', { exact: true })).toBeVisible();
  await page.getByRole('radio', { name: 'New form' }).click();
  await expect(screen.getByLabel('Soon')).toHaveValue('early');
  await page.getByRole('radio', { name: 'List', exact: true }).click();
  await expect(screen.getByRole('link', { name })).toBeVisible();
  await page.getByRole('combobox', { name: 'As' }).click();
  await page.getByRole('option', { name: 'Sales', exact: true }).click();
  await expect(screen.getByRole('link', { name })).toBeVisible();
  expect((await (await page.request.get('/api/v1/objects/customer')).text()).includes('c_soon')).toBe(false);
  await page.request.delete(DRAFT);
});

test('a package that was exported brings back what was rolled back, and changes nothing twice', async ({ page }) => {
  await declared(page, 'c_package_test');
  const versions = (await (await page.request.get('/api/v1/designer/versions')).json()).items;
  await page.goto('/designer/packages');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download package' }).click();
  const file = await (await download).path();
  const before = readFileSync(file);
  // What was drafted meanwhile is discarded, what was published is taken back.
  await page.request.put(`${DRAFT}/objects/c_package_test/fields/c_never`, { data: text('从未', 'Never') });
  expect((await page.request.delete(DRAFT)).ok()).toBe(true);
  expect((await page.request.post(`/api/v1/designer/versions/${versions[1].version}/rollback`, { data: {} })).ok()).toBe(true);
  expect((await page.request.get('/api/v1/objects/c_package_test')).status()).toBe(404);
  await page.reload();
  const choose = () => page.locator('input[type=file]').setInputFiles({ name: 'package.zip', mimeType: 'application/zip', buffer: before });
  await choose();
  await expect(page.getByText('Create the object c_package_test with 2 fields')).toBeVisible();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText(/Applied and published as version/)).toBeVisible();
  expect(Buffer.compare(await (await page.request.get('/api/v1/designer/package')).body(), before)).toBe(0);
  await choose();
  await expect(page.getByText('This package changes nothing')).toBeVisible();
  await page.getByRole('button', { name: 'Choose another' }).click();
  page.expected = [422];
  await page.locator('input[type=file]').setInputFiles({ name: 'photo.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip') });
  await expect(page.getByRole('alert')).toContainText('no zip file');
});

test('each place that a package and the company both changed is decided by itself', async ({ page }) => {
  await declared(page, 'c_decide_test');
  const changed = async (english) => {
    const view = { label: label('清单', english), kind: 'table' };
    expect((await page.request.put(`${DRAFT}/objects/c_decide_test/views/c_list`, { data: view })).ok()).toBe(true);
    expect((await page.request.put(`${DRAFT}/objects/c_decide_test/fields/c_note`, { data: text('备注', english) })).ok()).toBe(true);
    await published(page, english);
  };
  await changed('Theirs');
  const buffer = await (await page.request.get('/api/v1/designer/package')).body();
  await changed('Mine');
  await page.goto('/designer/packages');
  const choose = () => page.locator('input[type=file]').setInputFiles({ name: 'package.zip', mimeType: 'application/zip', buffer });
  await choose();
  await expect(page.getByText('2 places were changed on both sides')).toBeVisible();
  const apply = page.getByRole('button', { name: 'Apply' });
  const [view, field] = [page.getByRole('radiogroup', { name: /List views/ }), page.getByRole('radiogroup', { name: /Whose holds at c_decide_test › (Mine|Note)/ })];
  await view.getByLabel('Keep what is here').check();
  await expect(page.getByText('1 place is still to be decided')).toBeVisible();
  await expect(apply).toBeDisabled();
  // All at once, and one of them otherwise.
  await page.getByRole('group', { name: 'Everywhere' }).getByRole('button', { name: 'Take what is in the package' }).click();
  await expect(view.getByLabel('Take what is in the package')).toBeChecked();
  await expect(field.getByLabel('Take what is in the package')).toBeChecked();
  await view.getByLabel('Keep what is here').check();
  expect(await seriousViolations(page)).toEqual([]);
  await apply.click();
  await expect(page.getByText(/Applied and published as version/)).toBeVisible();
  const object = await (await page.request.get('/api/v1/objects/c_decide_test')).json();
  expect(object.views.find((it) => it.name === 'c_list').label.en).toBe('Mine');
  expect(object.fields.find((it) => it.name === 'c_note').label.en).toBe('Theirs');
  await choose();
  await expect(page.getByText('This package changes nothing')).toBeVisible();
});
