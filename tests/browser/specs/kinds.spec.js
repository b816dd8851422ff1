import { test, expect, open, seriousViolations } from './fixtures.js';
import { OBJECT, declare } from './kinds.js';

const API = `/api/v1/records/${OBJECT}`;

test.beforeEach(async ({ page }) => declare(page.request));

test('every kind is entered in the form, kept, and shown on the page', async ({ page }) => {
  await open(page, 'admin', `/o/${OBJECT}`);
  await page.getByRole('button', { name: 'New Vehicle' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: /^Name/ }).fill('浙A·10001');
  await form.getByRole('slider', { name: 'Stars' }).press('4');
  await form.getByLabel('Pick-up time').fill('09:30');
  await form.getByLabel('Insured', { exact: true }).fill('2026-01-01');
  await form.getByLabel('To', { exact: true }).fill('2026-12-31');
  await form.getByLabel('Service time').fill('1h 30m');
  await form.getByLabel('Tags', { exact: true }).fill('VIP,急件');
  await form.getByLabel('Paint', { exact: true }).fill('2563EB');
  await form.getByLabel('Street address').fill('文三路 1 号');
  await form.getByLabel('Price', { exact: true }).fill('100.5');
  await form.getByLabel('Count', { exact: true }).fill('2');
  // Computed while typing.
  await expect(form.getByText('¥201.00')).toBeVisible();
  // Shown and needed only when its condition holds.
  await expect(form.getByLabel('Reason')).toBeHidden();
  await form.getByLabel('Scrapped').click();
  await expect(form.getByLabel('Reason')).toBeVisible();
  await form.getByLabel('Reason').fill('事故');
  await form.getByRole('button', { name: 'Add a line' }).click();
  await form.getByRole('textbox', { name: /^Part/ }).fill('轮胎');
  await form.getByLabel('Unit price').fill('850.5');
  await form.getByLabel('Number', { exact: true }).fill('4');
  await expect(form.getByText('¥3,402.00').first()).toBeVisible();
  await form.getByLabel('Data', { exact: true }).fill('{"doors": 4}');
  await form.getByLabel('Key', { exact: true }).fill('s3cret');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toBeHidden();
  const saved = (await (await page.request.get(`${API}?q=10001`)).json()).items[0];
  const record = await (await page.request.get(`${API}/${saved.id}`)).json();
  expect(record).toMatchObject({
    c_rating: 4,
    c_time: '09:30:00',
    c_range: ['2026-01-01', '2026-12-31'],
    c_duration: 5400,
    c_tags: ['VIP', '急件'],
    c_color: '#2563eb',
    c_address: { detail: '文三路 1 号' },
    c_total: 201,
    c_reason: '事故',
    c_parts: 3402,
    c_data: { doors: 4 },
    c_secret: true,
  });
  await page.goto(`/o/${OBJECT}/${saved.id}`);
  for (const text of ['1h 30m', '轮胎', '文三路 1 号', '急件']) await expect(page.getByText(text).first()).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
});

test('the options of one dictionary follow the choice in another', async ({ page }) => {
  const made = await (await page.request.post(API, { data: { name: '浙A·10002' } })).json();
  await page.goto(`/o/${OBJECT}/${made.id}/edit`);
  await page.getByRole('combobox', { name: /^Brand/ }).click();
  await page.getByRole('option', { name: 'BYD' }).click();
  await page.getByRole('combobox', { name: /^Model/ }).click();
  await expect(page.getByRole('option', { name: 'Han' })).toBeVisible();
  await expect(page.getByRole('option', { name: 'Golf' })).toBeHidden();
});

test('a path is found by keyboard, and the list is filtered by any place above it', async ({ page }) => {
  const made = await (await page.request.post(API, { data: { name: '浙A·10003' } })).json();
  await page.goto(`/o/${OBJECT}/${made.id}/edit`);
  await page.getByRole('button', { name: /^Parked at/ }).click();
  await page.getByPlaceholder('Search by name').fill('Xihu');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Zhejiang / Hangzhou / Xihu')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/o/${OBJECT}/${made.id}$`));
  const filter = encodeURIComponent(JSON.stringify({ c_place: { in: ['zj'] } }));
  await page.goto(`/o/${OBJECT}?f=${filter}`);
  await expect(page.getByRole('row').filter({ hasText: '浙A·10003' })).toBeVisible();
  await expect(page.getByText('Zhejiang').first()).toBeVisible();
});

test('a line says where it is wrong, and moves by keyboard', async ({ page }) => {
  const items = [{ c_part: '甲', c_unit: 1, c_number: 1 }, { c_part: '乙', c_unit: 2, c_number: 1 }];
  const made = await (await page.request.post(API, { data: { name: '浙A·10004', c_items: items } })).json();
  await page.goto(`/o/${OBJECT}/${made.id}/edit`);
  const parts = page.getByLabel('Part', { exact: true }).or(page.getByLabel(/^Part\s*\*/));
  await page.getByRole('button', { name: /^Move Line 2/ }).press('ArrowUp');
  await expect(parts.first()).toHaveValue('乙');
  await parts.first().fill('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Parts › Line 1 › Part');
  await parts.first().fill('丙');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/o/${OBJECT}/${made.id}$`));
  const record = await (await page.request.get(`${API}/${made.id}`)).json();
  expect(record.c_items.map((line) => line.c_part)).toEqual(['丙', '甲']);
});

test('files are checked before they are sent, and kept with the record', async ({ page }) => {
  const made = await (await page.request.post(API, { data: { name: '浙A·10005' } })).json();
  await page.goto(`/o/${OBJECT}/${made.id}/edit`);
  const papers = page.locator('input[type=file]').first();
  await papers.setInputFiles({ name: 'a.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('x') });
  await expect(page.getByText('This kind of file is not taken')).toBeVisible();
  await papers.setInputFiles({ name: '合同.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await expect(page.getByRole('link', { name: '合同.txt' })).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/o/${OBJECT}/${made.id}$`));
  await expect(page.getByRole('link', { name: '合同.txt' })).toBeVisible();
});

test('rich text is written in the editor and read without it', async ({ page }) => {
  const made = await (await page.request.post(API, { data: { name: '浙A·10006' } })).json();
  await page.goto(`/o/${OBJECT}/${made.id}/edit`);
  const editor = page.getByRole('textbox', { name: 'Notes' });
  await editor.click();
  await page.getByRole('button', { name: 'Bold' }).click();
  await page.keyboard.type('重要 note');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/o/${OBJECT}/${made.id}$`));
  await expect(page.locator('.r-document strong')).toHaveText('重要 note');
});

test('a secret that is left alone stays', async ({ page }) => {
  const made = await (await page.request.post(API, { data: { name: '浙A·10007', c_secret: 'kept' } })).json();
  await page.goto(`/o/${OBJECT}/${made.id}/edit`);
  await expect(page.getByPlaceholder('Set: type to replace it')).toBeVisible();
  await page.getByLabel('Count', { exact: true }).fill('3');
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  expect((await sent).postDataJSON()).toEqual({ c_count: 3 });
});

for (const [locale, scheme, width] of [['zh-CN', 'light', 1440], ['en-US', 'dark', 390]]) {
  test.describe(`${locale} ${scheme} ${width}`, () => {
    test.use({ locale, colorScheme: scheme, viewport: { width, height: width > 1000 ? 900 : 844 } });
    for (const [name, path] of Object.entries({ form: 'edit', controls: 'kit', designer: 'designer' })) {
      test(`${name} of every kind is accessible`, async ({ page }, info) => {
        const made = await (await page.request.post(API, { data: { name: '浙A·10008', c_items: [{ c_part: '甲', c_unit: 1, c_number: 2 }] } })).json();
        await page.goto({ edit: `/o/${OBJECT}/${made.id}/edit`, kit: '/ui-kit/kinds', designer: `/designer/${OBJECT}` }[path]);
        await expect(page.getByRole('heading').first()).toBeVisible();
        await page.waitForLoadState('networkidle');
        await page.screenshot({ path: info.outputPath(`${name}.png`) });
        expect(await seriousViolations(page)).toEqual([]);
      });
    }
  });
}
