import { test, expect } from './fixtures.js';
import { declared, label, published } from './designing.js';

// What happens while writes of the studio are on their way: replies are held back until the test lets them go.

const API = '/api/v1/designer/draft';

// Holds what is written to matching addresses until the returned function is called; `answer` may refuse the first.
async function held(page, address, answer) {
  let release;
  const gate = new Promise((resolve) => (release = resolve));
  let first = true;
  await page.route(address, async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    const refused = first && answer;
    first = false;
    await gate;
    await (refused ? route.fulfill(answer) : route.continue());
  });
  return release;
}

const english = (page) => page.getByLabel('English label');
const save = (page) => page.getByRole('button', { name: 'Save to draft' });

// A new field of a kind, named in both languages.
async function add(page, kind, name) {
  await page.locator('.p-palette__kind').filter({ has: page.getByText(kind, { exact: true }) }).first().click();
  await page.getByLabel('Chinese label').fill(name);
  await english(page).fill(name);
}

const part = async (page, object, address) => (await page.request.get(`${API}/objects/${object}/${address}`)).json();

test('what is typed while a field is being saved stays, and is saved over the first', async ({ page }) => {
  await declared(page, 'c_typing_test');
  await page.goto('/designer/c_typing_test');
  await page.getByRole('button', { name: 'Edit the field Note' }).click();
  const release = await held(page, '**/fields/c_note');
  await english(page).fill('First');
  await save(page).click();
  await english(page).fill('First and more');
  // Once while the first is on its way.
  await save(page).click();
  const replies = [1, 2].map(() => page.waitForResponse((reply) => reply.url().endsWith('/fields/c_note') && reply.request().method() === 'PUT'));
  release();
  await Promise.all(replies);
  await expect(save(page)).toBeDisabled();
  await expect(english(page)).toHaveValue('First and more');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(async () => (await part(page, 'c_typing_test', 'fields/c_note'))['x-label'].en).toBe('First and more');
  await page.request.delete(API);
});

test('two new fields in quick succession stand in every layout', async ({ page }) => {
  await declared(page, 'c_quick_test');
  const section = { name: 'main', label: label('主', 'Main'), columns: 2, fields: ['name', 'c_note'] };
  const layouts = { default: {}, c_sales: { roles: ['sales'] } };
  for (const [name, more] of Object.entries(layouts)) {
    expect((await page.request.put(`${API}/objects/c_quick_test/layouts/${name}`, { data: { sections: [section], ...more } })).ok()).toBe(true);
  }
  await published(page, 'layouts');
  await page.goto('/designer/c_quick_test');
  const release = await held(page, '**/c_quick_test/fields/*');
  await add(page, 'Text', 'First');
  // It goes into the draft when the next one is chosen.
  await add(page, 'Date', 'Second');
  await save(page).click();
  release();
  const fields = async (name) => (await part(page, 'c_quick_test', `layouts/${name}`)).sections[0].fields;
  for (const name of Object.keys(layouts)) {
    await expect.poll(() => fields(name)).toEqual(['name', 'c_note', 'c_first', 'c_second']);
  }
  await expect(save(page)).toBeDisabled();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // Another layout right away, which the first two went into.
  await page.getByRole('button', { name: 'Move up' }).click();
  await expect.poll(() => fields('default')).toEqual(['name', 'c_note', 'c_second', 'c_first']);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.request.delete(API);
});

test('a field that the draft refuses waits until there is room, and is told', async ({ page }) => {
  page.expected = [422];
  await declared(page, 'c_refused_test');
  await page.goto('/designer/c_refused_test');
  const problem = { type: 'about:blank', title: 'Invalid', status: 422, code: 'invalid', detail: 'Not like this', errors: [{ pointer: '', code: 'invalid', message: 'Not like this' }] };
  const release = await held(page, '**/c_refused_test/fields/*', { status: 422, contentType: 'application/problem+json', body: JSON.stringify(problem) });
  await add(page, 'Text', 'First');
  await save(page).click();
  await add(page, 'Date', 'Second');
  release();
  await expect(page.getByText('First: Not like this')).toBeVisible();
  await expect(english(page)).toHaveValue('Second');
  await save(page).click();
  await expect(page.getByRole('button', { name: 'Edit the field Second', exact: true })).toBeVisible();
  await expect(english(page)).toHaveValue('First');
  await save(page).click();
  await expect(save(page)).toBeDisabled();
  await expect.poll(async () => (await part(page, 'c_refused_test', 'fields/c_first'))['x-label']?.en).toBe('First');
  await page.request.delete(API);
});

test('a mirror and a roll-up are saved, and are not changed by that', async ({ page }) => {
  await declared(page, 'c_mirror_test');
  const fields = {
    c_customer: { 'x-type': 'lookup', type: 'string', format: 'uuid', 'x-label': label('客户', 'Customer'), 'x-lookup': { object: 'customer', on_delete: 'set_null' } },
    c_level: { 'x-type': 'mirror', 'x-label': label('级别', 'Level'), 'x-mirror': 'c_customer.level' },
    c_items: { 'x-type': 'lines', type: 'array', 'x-label': label('明细', 'Items'), 'x-lines': { properties: { price: { 'x-type': 'currency', type: 'number', 'x-label': label('价', 'Price') } } } },
    c_total: { 'x-type': 'rollup', 'x-label': label('合计', 'Total'), 'x-rollup': { relation: 'c_items', fn: 'sum', field: 'price' } },
  };
  for (const [name, data] of Object.entries(fields)) {
    const reply = await page.request.put(`${API}/objects/c_mirror_test/fields/${name}`, { data });
    expect(reply.ok(), await reply.text()).toBe(true);
  }
  await page.goto('/designer/c_mirror_test');
  for (const [field, first] of [['c_level', 'Level'], ['c_total', 'Total']]) {
    await page.getByRole('button', { name: `Edit the field ${first}` }).click();
    for (const name of [`${first} there`, `${first} of it`]) {
      await english(page).fill(name);
      await save(page).click();
      await expect(save(page)).toBeDisabled();
      await expect.poll(async () => (await part(page, 'c_mirror_test', `fields/${field}`))['x-label'].en).toBe(name);
      // The draft that is read next does not make it one either.
      await page.waitForLoadState('networkidle');
      await expect(save(page)).toBeDisabled();
    }
  }
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.request.delete(API);
});

