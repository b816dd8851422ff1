import { test, expect, open } from './fixtures.js';

// What somebody does who has never seen the designer; docs/decisions/0007 says where it hurt.
test.use({ locale: 'zh-CN' });

test('a newcomer makes an object of ten fields with a layout, almost without the mouse', async ({ page }) => {
  await open(page, 'admin', '/designer');
  await page.getByRole('button', { name: '新建对象' }).click();
  await expect(page.getByRole('textbox', { name: /^中文名称/ })).toBeFocused();
  await page.keyboard.type('设备');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/designer\/c_object/);

  const label = page.locator('.p-properties').getByRole('textbox', { name: /^中文名称/ });
  const kind = async (name, text) => {
    await page.locator('.p-palette__kind').filter({ has: page.getByText(name, { exact: true }) }).first().click();
    await expect(label).toBeFocused();
    await page.keyboard.type(text);
  };
  const save = page.getByRole('button', { name: '保存到草稿' });
  const saved = (text) => expect(page.getByRole('button', { name: `编辑字段${text}`, exact: true })).toBeVisible();

  await kind('单选', '状态');
  await expect(page.getByText('请选择或新建字典')).toBeVisible();
  await expect(save).toBeDisabled();
  await page.getByRole('button', { name: '新建字典' }).click();
  const options = page.getByRole('dialog', { name: '新建字典' });
  await options.getByRole('button', { name: '添加选项' }).click();
  for (const [at, option] of ['在用', '维修', '停用'].entries()) {
    if (at > 0) await page.keyboard.press('Enter');
    await expect(options.getByRole('textbox', { name: '中文名称', exact: true }).nth(at)).toBeFocused();
    await page.keyboard.type(option);
  }
  await options.getByRole('button', { name: '保存', exact: true }).click();
  await expect(options).toHaveCount(0);
  await save.click();
  await expect(save).toBeDisabled();

  await kind('查找关联', '所属客户');
  await expect(page.getByText('请选择关联的对象')).toBeVisible();
  await page.getByRole('combobox', { name: /^关联对象/ }).fill('客户');
  await page.getByRole('option', { name: '客户', exact: true }).click();
  await save.click();
  await expect(save).toBeDisabled();

  for (const [name, text] of [['单行文本', '序列号'], ['日期', '购置日期'], ['金额', '购置价格'], ['整数', '数量'], ['人员', '保管人'], ['多行文本', '备注'], ['图片', '照片'], ['是/否', '已盘点']]) {
    await kind(name, text);
    // Another kind keeps what was typed; nobody needs to save each field.
    if (text === '已盘点') await page.keyboard.press('Enter');
  }
  for (const text of ['序列号', '购置日期', '购置价格', '数量', '保管人', '备注', '照片', '已盘点']) await saved(text);

  await page.locator('.p-properties__head').getByRole('button', { name: '关闭' }).click();
  await page.getByRole('button', { name: '添加分组' }).click();
  const section = page.getByRole('dialog');
  await expect(section.getByRole('textbox', { name: /^中文名称/ })).toBeFocused();
  await page.keyboard.type('采购');
  await page.keyboard.press('Enter');
  await expect(section).toHaveCount(0);
  await page.getByRole('button', { name: '编辑字段购置价格', exact: true }).click();
  await page.getByRole('combobox', { name: '所在分组' }).click();
  await page.getByRole('option', { name: '采购' }).click();

  await page.getByRole('button', { name: '检查并发布' }).click();
  const review = page.getByRole('dialog', { name: '检查并发布' });
  await expect(review.getByText('新建对象“设备”，含 11 个字段')).toBeVisible();
  await expect(review.getByText(/新对象起初只有管理员可见/)).toBeVisible();
  await review.getByRole('button', { name: '发布', exact: true }).click();
  await expect(page.getByText('已发布，所有表单和列表已更新')).toBeVisible();

  await page.getByRole('navigation').getByRole('link', { name: '设备' }).click();
  await page.getByRole('button', { name: /新建设备/ }).first().click();
  const form = page.getByRole('dialog');
  await expect(form.getByRole('group')).toHaveCount(2);
  await expect(form.getByRole('group', { name: '采购' }).getByLabel('购置价格')).toBeVisible();
  await form.getByRole('textbox', { name: /^名称/ }).fill('叉车');
  await form.getByRole('combobox', { name: '状态' }).click();
  await page.getByRole('option', { name: '维修' }).click();
  await form.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('叉车').first()).toBeVisible();
});
