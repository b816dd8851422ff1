import { test, expect, open, seriousViolations } from './fixtures.js';

// Every screen, in both languages, light and dark, wide and on a phone: nothing serious for axe, nothing in the console.
const screens = {
  list: () => '/o/customer?view=all',
  record: (id) => `/o/customer/${id}`,
  form: (id) => `/o/customer/${id}/edit`,
  calendar: () => '/o/task?view=calendar',
  dashboard: () => '/dashboards/sales',
  designer: () => '/designer/customer',
  views: () => '/designer/customer/views',
  rules: () => '/designer/opportunity/rules',
  actions: () => '/designer/lead/actions',
  object: () => '/designer/customer/settings',
  versions: () => '/designer/versions',
  retired: () => '/designer/retired',
  packages: () => '/designer/packages',
  preview: () => '/designer/customer/preview',
  dictionary: () => '/dictionaries/industry',
  people: () => '/admin/people',
  role: () => '/admin/roles/sales',
  why: () => '/admin/access',
  audit: () => '/admin/audit',
  settings: () => '/settings',
  import: () => '/import/customer',
};

// They change nothing: they need not wait for one another.
test.describe.configure({ mode: 'parallel' });

for (const [locale, scheme, width, height] of [['zh-CN', 'light', 1440, 900], ['en-US', 'dark', 1440, 900], ['zh-CN', 'dark', 390, 844], ['en-US', 'light', 390, 844]]) {
  test.describe(`${locale} ${scheme} ${width}`, () => {
    test.use({ locale, colorScheme: scheme, viewport: { width, height } });
    for (const [name, path] of Object.entries(screens)) {
      test(`${name} is accessible`, async ({ page }, info) => {
        await open(page, 'admin', '/');
        const id = (await (await page.request.get('/api/v1/records/customer?limit=1')).json()).items[0].id;
        await page.goto(path(id));
        await expect(page.getByRole('heading').first()).toBeVisible();
        await page.waitForLoadState('networkidle');
        await page.screenshot({ path: info.outputPath(`${name}.png`) });
        expect(await seriousViolations(page)).toEqual([]);
      });
    }
  });
}
