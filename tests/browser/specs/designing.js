import { expect } from './fixtures.js';

const API = '/api/v1/designer/draft';

// A label in both languages, and a short text field under it.
export const label = (zh, en) => ({ 'zh-CN': zh, en });
export const text = (zh, en) => ({ 'x-type': 'text', type: 'string', maxLength: 80, 'x-label': label(zh, en) });

// Publishes the draft over the API.
export async function published(page, comment) {
  expect((await page.request.post(`${API}/publish`, { data: { comment, accept_losses: true } })).ok()).toBe(true);
}

// An object of the test's own, published, with one field to work on. Leaves the administrator signed in.
export async function declared(page, name) {
  await page.request.post('/api/v1/auth/login', { data: { account: 'admin@demo.example', password: 'trellis-demo' } });
  const properties = { name: text('名称', 'Name'), c_note: text('备注', 'Note') };
  const body = { title: name, 'x-label': label(name, name), 'x-object': { icon: 'box', name_field: 'name' }, required: ['name'], properties };
  expect((await page.request.put(`${API}/objects/${name}`, { data: body })).ok()).toBe(true);
  await published(page, name);
}

// Reviews and publishes the draft on the page that is open.
export async function publish(page) {
  await page.getByRole('button', { name: 'Review and publish' }).click();
  const dialog = page.getByRole('dialog');
  const accept = dialog.getByLabel('I understand, publish anyway');
  await expect(dialog.getByText(/Publishing takes/)).toBeVisible();
  if (await accept.count()) await accept.click();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('Published: every form and list is up to date').last()).toBeVisible();
}
