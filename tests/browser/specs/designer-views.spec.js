import { test, expect, open, seriousViolations } from './fixtures.js';

const API = '/api/v1';

// An object of the test's own, published, with a rating and two numbers, and three records of it.
async function declared(page, name) {
  await page.request.post(`${API}/auth/login`, { data: { account: 'admin@demo.example', password: 'trellis-demo' } });
  const label = (zh, en) => ({ 'x-label': { 'zh-CN': zh, en } });
  const properties = {
    name: { 'x-type': 'text', type: 'string', maxLength: 80, ...label('名称', 'Name') },
    c_rating: { 'x-type': 'picklist', type: 'string', 'x-picklist': 'rating', ...label('意向', 'Rating') },
    c_least: { 'x-type': 'integer', type: 'integer', ...label('最少', 'Least') },
    c_most: { 'x-type': 'integer', type: 'integer', ...label('最多', 'Most') },
  };
  const body = { title: name, 'x-label': { 'zh-CN': name, en: name }, 'x-object': { icon: 'box', name_field: 'name' }, required: ['name'], properties };
  expect((await page.request.put(`${API}/designer/draft/objects/${name}`, { data: body })).ok()).toBe(true);
  expect((await page.request.post(`${API}/designer/draft/publish`, { data: { comment: name } })).ok()).toBe(true);
  for (const [at, record] of ['hot', 'warm', 'cold'].entries()) {
    const data = { name: `Record ${at + 1}`, c_rating: record, c_least: at, c_most: 10 - 5 * at };
    expect((await page.request.post(`${API}/records/${name}`, { data })).status()).toBe(201);
  }
}

const publish = async (page) => {
  await page.getByRole('button', { name: 'Review and publish' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/Publishing takes/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('Published: every form and list is up to date').last()).toBeVisible();
};

const settings = (page) => page.getByRole('complementary', { name: 'Settings of the list' });
const preview = (page) => page.getByRole('region', { name: 'Preview of the list' });

test('a new list view shows real records while it is made, and is in the list once published', async ({ page }) => {
  await declared(page, 'c_lists_test');
  await page.goto('/designer/c_lists_test/views');
  await page.getByRole('button', { name: 'New view' }).click();
  const editor = settings(page);
  await editor.getByLabel('Chinese label').fill('热门');
  await editor.getByLabel('English label').fill('Hot ones');
  await editor.getByRole('button', { name: 'Add condition' }).click();
  await editor.getByRole('combobox', { name: 'Field', exact: true }).click();
  await page.getByRole('option', { name: 'Rating' }).click();
  await editor.getByRole('combobox', { name: 'Value' }).click();
  await page.getByRole('option', { name: 'Hot' }).click();
  await page.keyboard.press('Escape');
  await expect(preview(page).getByText('Record 1')).toBeVisible();
  await expect(preview(page).getByText('Record 2')).toHaveCount(0);
  await editor.getByRole('radiogroup', { name: 'Columns' }).getByText('Its own').click();
  await editor.getByRole('button', { name: 'Remove Created at' }).click();
  await expect(preview(page).getByRole('columnheader', { name: 'Created at' })).toHaveCount(0);
  await editor.getByLabel('Width of Rating in pixels').fill('20');
  await editor.getByRole('button', { name: 'Save to draft' }).click();
  await expect(editor.getByText('A column is between 40 and 800 pixels wide.')).toBeVisible();
  await editor.getByLabel('Width of Rating in pixels').fill('200');
  expect(await seriousViolations(page)).toEqual([]);
  await editor.getByRole('button', { name: 'Save to draft' }).click();
  await expect(page.getByText('List saved to the draft')).toBeVisible();
  await publish(page);
  await page.goto('/o/c_lists_test?view=c_hot_ones');
  await expect(page.getByRole('tab', { name: 'Hot ones' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Record 1' })).toBeVisible();
  await expect(page.getByText('Record 2')).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Created at' })).toHaveCount(0);
});

test('views are put in order by keyboard, and taken out', async ({ page }) => {
  await declared(page, 'c_order_test');
  const view = (name) => ({ label: { 'zh-CN': name, en: name }, kind: 'table' });
  for (const name of ['c_first', 'c_second']) {
    expect((await page.request.put(`${API}/designer/draft/objects/c_order_test/views/${name}`, { data: view(name) })).ok()).toBe(true);
  }
  await page.goto('/designer/c_order_test/views');
  const saved = page.waitForResponse((reply) => reply.url().endsWith('/objects/c_order_test/views') && reply.request().method() === 'PUT');
  await page.getByRole('button', { name: /^Move c_second;/ }).press('ArrowUp');
  expect((await saved).status()).toBe(204);
  await expect(page.getByRole('list', { name: 'Views' }).getByRole('listitem').first()).toContainText('c_second');
  await page.getByRole('button', { name: 'c_first', exact: true }).click();
  await settings(page).getByRole('button', { name: 'Remove view' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove view' }).click();
  await expect(page.getByText('View taken out of the draft')).toBeVisible();
  await publish(page);
  const info = await (await page.request.get(`${API}/objects/c_order_test`)).json();
  expect(info.views.filter((view) => !view.scene).map((view) => view.name)).toEqual(['c_second']);
});

test('a board is offered the columns of a picklist, and does without those that nobody published', async ({ page }) => {
  await declared(page, 'c_board_test');
  const field = { 'x-type': 'text', type: 'string', 'x-label': { 'zh-CN': '新字段', en: 'Fresh field' } };
  expect((await page.request.put(`${API}/designer/draft/objects/c_board_test/fields/c_fresh`, { data: field })).ok()).toBe(true);
  await page.goto('/designer/c_board_test/views');
  const editor = settings(page);
  await expect(preview(page).getByText('Record 1')).toBeVisible();
  await expect(page.getByText('Not published yet, and therefore empty here: Fresh field')).toBeVisible();
  await page.getByRole('button', { name: 'New view' }).click();
  await editor.getByLabel('Chinese label').fill('看板');
  await editor.getByText('Board', { exact: true }).click();
  await editor.getByRole('button', { name: 'Save to draft' }).click();
  await expect(editor.getByText('Choose the field whose options are the columns.')).toBeVisible();
  await editor.getByRole('combobox', { name: /Columns of the board/ }).click();
  await page.getByRole('option', { name: 'Rating' }).click();
  await expect(preview(page).getByRole('region', { name: 'Hot' }).getByText('Record 1')).toBeVisible();
  await page.request.delete(`${API}/designer/draft`);
});

test('a rule is tried on real records, and once published the form refuses before anything is sent', async ({ page }) => {
  await declared(page, 'c_rule_test');
  await page.goto('/designer/c_rule_test/rules');
  await page.getByRole('button', { name: 'New rule' }).first().click();
  const editor = page.getByRole('complementary', { name: 'Settings of the rule' });
  const check = editor.getByRole('textbox', { name: /^What must hold/ });
  await check.fill('c_most >= nothing_here');
  await expect(editor.getByText(/nothing_here/).last()).toBeVisible();
  await check.fill('c_most >= c_least');
  await expect(page.getByText('1 of 3 records breaks it, and could not be saved as it is')).toBeVisible();
  await editor.getByRole('button', { name: 'Save to draft' }).click();
  await expect(editor.getByText('Say what people read.')).toBeVisible();
  await editor.getByLabel('Message in Chinese').fill('最多不能小于最少');
  await editor.getByLabel('Message in English').fill('Most is at least as much as least');
  await editor.getByRole('combobox', { name: 'Field that is marked' }).click();
  await page.getByRole('option', { name: 'Most' }).click();
  expect(await seriousViolations(page)).toEqual([]);
  await editor.getByRole('button', { name: 'Save to draft' }).click();
  await expect(page.getByText('Rule saved to the draft')).toBeVisible();
  await publish(page);

  await page.goto('/o/c_rule_test');
  await page.getByRole('button', { name: /^New c_rule_test/ }).first().click();
  const form = page.getByRole('dialog');
  const sent = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/records/c_rule_test')) sent.push(request.url());
  });
  await form.getByLabel('Name', { exact: false }).first().fill('New one');
  await form.getByLabel('Least').fill('5');
  await form.getByLabel('Most').fill('3');
  await form.getByLabel('Most').blur();
  await expect(form.getByText('Most is at least as much as least')).toBeVisible();
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText('Most is at least as much as least');
  expect(sent).toEqual([]);
  // Either field mends it, at once.
  await form.getByLabel('Least').fill('2');
  await expect(form.getByText('Most is at least as much as least')).toHaveCount(0);
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toHaveCount(0);
  expect(sent.length).toBe(1);

  // A change is judged together with what stays as it was.
  const records = (await (await page.request.get(`${API}/records/c_rule_test?fields=id,name&limit=10`)).json()).items;
  const first = records.find((record) => record.name === 'Record 2');
  await page.goto(`/o/c_rule_test/${first.id}/edit`);
  const changed = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') changed.push(request.url());
  });
  await page.getByLabel('Most').fill('0');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Most is at least as much as least').first()).toBeVisible();
  expect(changed).toEqual([]);
  await page.getByLabel('Most').fill('1');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/o/c_rule_test/${first.id}$`));
});

test('scenes are shown and explained', async ({ page }) => {
  await open(page, 'admin', '/designer/customer/views');
  await page.getByRole('button', { name: 'Mine', exact: true }).click();
  await expect(settings(page).getByText(/A scene comes by itself/)).toBeVisible();
  await expect(settings(page).getByRole('button', { name: 'Save to draft' })).toHaveCount(0);
});

test('of two administrators who change the same view the second is told, and loses nothing', async ({ page, browser }) => {
  page.expected = [412];
  await declared(page, 'c_both_test');
  const path = `${API}/designer/draft/objects/c_both_test/views/c_both`;
  const view = { label: { 'zh-CN': '共同', en: 'Shared' }, kind: 'table' };
  expect((await page.request.put(path, { data: view })).ok()).toBe(true);
  const context = await browser.newContext();
  const other = await context.newPage();
  await open(other, 'boss', '/designer/c_both_test/views');
  await page.goto('/designer/c_both_test/views');
  const save = async (who, english) => {
    await settings(who).getByLabel('English label').fill(english);
    await settings(who).getByRole('button', { name: 'Save to draft' }).click();
  };
  for (const who of [page, other]) await who.getByRole('button', { name: 'Shared', exact: true }).click();
  await save(other, 'Theirs');
  await expect(other.getByText('List saved to the draft')).toBeVisible();
  await save(page, 'Mine');
  const dialog = page.getByRole('dialog', { name: 'Somebody else changed this' });
  await expect(dialog.getByRole('row', { name: 'Label › English Theirs Mine' })).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  // What was typed stays, and is asked about again.
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(settings(page).getByLabel('English label')).toHaveValue('Mine');
  await settings(page).getByRole('button', { name: 'Save to draft' }).click();
  await dialog.getByRole('button', { name: 'Save yours over it' }).click();
  await expect(page.getByText('List saved to the draft')).toBeVisible();
  expect((await (await page.request.get(path)).json()).label.en).toBe('Mine');
  // One after the other on the same page is nobody else's change.
  await save(page, 'Mine again');
  await expect(async () => expect((await (await page.request.get(path)).json()).label.en).toBe('Mine again')).toPass();
  await save(other, 'Last');
  await other.getByRole('dialog').getByRole('button', { name: 'Load theirs' }).click();
  await expect(settings(other).getByLabel('English label')).toHaveValue('Mine again');
  await context.close();
  await page.request.delete(`${API}/designer/draft`);
});

test('a calendar shows records on their days', async ({ page }) => {
  await page.request.post(`${API}/auth/login`, { data: { account: 'admin@demo.example', password: 'trellis-demo' } });
  const label = (zh, en) => ({ 'x-label': { 'zh-CN': zh, en } });
  const body = {
    title: 'Days', ...label('日程', 'Days'), 'x-object': { icon: 'box', name_field: 'name' }, required: ['name'],
    properties: { name: { 'x-type': 'text', type: 'string', ...label('名称', 'Name') }, c_on: { 'x-type': 'date', type: 'string', format: 'date', ...label('日期', 'On') } },
  };
  expect((await page.request.put(`${API}/designer/draft/objects/c_days_test`, { data: body })).ok()).toBe(true);
  expect((await page.request.post(`${API}/designer/draft/publish`, { data: { comment: 'days' } })).ok()).toBe(true);
  for (let at = 1; at <= 6; at += 1) await page.request.post(`${API}/records/c_days_test`, { data: { name: `Visit ${at}`, c_on: '2031-03-14' } });
  await page.request.post(`${API}/records/c_days_test`, { data: { name: 'Fair', c_on: '2031-04-02' } });

  await page.goto('/designer/c_days_test/views');
  await page.getByRole('button', { name: 'New view' }).click();
  const editor = settings(page);
  await editor.getByLabel('Chinese label').fill('日历');
  await editor.getByLabel('English label').fill('By day');
  await editor.getByRole('radiogroup', { name: 'Kind' }).getByText('Calendar').click();
  await editor.getByRole('combobox', { name: /^Day of a record/ }).click();
  await page.getByRole('option', { name: 'On', exact: true }).click();
  await editor.getByRole('button', { name: 'Save to draft' }).click();
  await expect(page.getByText('List saved to the draft')).toBeVisible();
  expect((await page.request.post(`${API}/designer/draft/publish`, { data: { comment: 'calendar' } })).ok()).toBe(true);

  await page.clock.setFixedTime(new Date('2031-03-20T04:00:00Z'));
  await page.goto('/o/c_days_test?view=c_by_day');
  await expect(page.getByRole('heading', { name: 'March 2031' })).toBeVisible();
  const day = page.getByRole('listitem').filter({ has: page.locator('time[datetime="2031-03-14"]') });
  await expect(day.getByRole('button', { name: /^Visit/ })).toHaveCount(4);
  await day.getByRole('button', { name: '2 more' }).click();
  await expect(day.getByRole('button', { name: /^Visit/ })).toHaveCount(6);
  // The last weeks of a month show the first days of the next.
  await expect(page.getByRole('button', { name: 'Fair' })).toBeVisible();
  await page.getByRole('button', { name: 'Previous month' }).click();
  await expect(page.getByRole('heading', { name: 'February 2031' })).toBeVisible();
  await page.getByRole('button', { name: 'Today' }).click();
  await day.getByRole('button', { name: 'Visit 1' }).click();
  await expect(page).toHaveURL(/peek=/);
});
