// A custom object with a field of every kind, declared through the API.
export const OBJECT = 'c_vehicle';

const label = (zh, en) => ({ 'zh-CN': zh, en });
const field = (type, zh, en, extra = {}) => ({ 'x-type': type, 'x-label': label(zh, en), ...extra });

const dictionaries = {
  c_brand: { label: label('品牌', 'Brand'), options: [{ code: 'byd', label: label('比亚迪', 'BYD') }, { code: 'vw', label: label('大众', 'Volkswagen') }] },
  c_model: {
    label: label('车型', 'Model'),
    depends_on: 'c_brand',
    options: [{ code: 'han', label: label('汉', 'Han'), when: ['byd'] }, { code: 'golf', label: label('高尔夫', 'Golf'), when: ['vw'] }],
  },
  c_place: {
    label: label('地点', 'Place'),
    options: [
      { code: 'zj', label: label('浙江省', 'Zhejiang') },
      { code: 'hz', label: label('杭州市', 'Hangzhou'), parent: 'zj' },
      { code: 'xh', label: label('西湖区', 'Xihu'), parent: 'hz' },
      { code: 'bj', label: label('北京市', 'Beijing') },
    ],
  },
};

const lines = {
  c_part: field('text', '配件', 'Part', { 'x-id': 'l_1', type: 'string', maxLength: 80, 'x-required': true }),
  c_unit: field('currency', '单价', 'Unit price', { 'x-id': 'l_2', type: 'number' }),
  c_number: field('integer', '数量', 'Number', { 'x-id': 'l_3', type: 'integer' }),
  c_sum: field('formula', '小计', 'Sum', { 'x-id': 'l_4', 'x-formula': { expression: 'c_unit * c_number', kind: 'currency' } }),
};

const properties = {
  name: field('text', '名称', 'Name', { type: 'string', minLength: 1, maxLength: 200 }),
  c_rating: field('rating', '评分', 'Stars', { type: 'integer' }),
  c_time: field('time', '取车时间', 'Pick-up time', { type: 'string' }),
  c_range: field('date_range', '保险期间', 'Insured', { type: 'array' }),
  c_duration: field('duration', '保养用时', 'Service time', { type: 'integer' }),
  c_brand: field('picklist', '品牌', 'Brand', { type: 'string', 'x-picklist': 'c_brand' }),
  c_model: field('picklist', '车型', 'Model', { type: 'string', 'x-picklist': 'c_model' }),
  c_place: field('cascade', '停放地点', 'Parked at', { type: 'array', 'x-picklist': 'c_place' }),
  c_tags: field('tags', '标签', 'Tags', { type: 'array' }),
  c_color: field('color', '车身颜色', 'Paint', { type: 'string' }),
  c_address: field('address', '地址', 'Address', { type: 'object' }),
  c_customers: field('multi_lookup', '相关客户', 'Customers', { type: 'array', 'x-lookup': { object: 'customer' } }),
  c_customer: field('lookup', '客户', 'Customer', { type: 'string', format: 'uuid', 'x-lookup': { object: 'customer' } }),
  c_level: field('mirror', '客户级别', 'Customer level', { 'x-mirror': 'c_customer.level' }),
  c_price: field('currency', '单价', 'Price', { type: 'number' }),
  c_count: field('integer', '数量', 'Count', { type: 'integer' }),
  c_total: field('formula', '总价', 'Total', { 'x-formula': { expression: 'c_price * c_count', kind: 'currency' } }),
  c_scrapped: field('boolean', '已报废', 'Scrapped', { type: 'boolean' }),
  c_reason: field('text', '报废原因', 'Reason', { type: 'string', maxLength: 200, 'x-visible': 'c_scrapped', 'x-required': 'c_scrapped' }),
  c_items: field('lines', '配件明细', 'Parts', { type: 'array', 'x-lines': { properties: lines } }),
  c_parts: field('rollup', '配件合计', 'Parts in all', { 'x-rollup': { relation: 'c_items', fn: 'sum', field: 'c_sum' } }),
  c_files: field('file', '附件', 'Papers', { type: 'array', 'x-file': { accept: ['txt', 'pdf'], max_mb: 1 } }),
  c_photos: field('image', '照片', 'Photos', { type: 'array' }),
  c_notes: field('richtext', '说明', 'Notes', { type: 'object' }),
  c_data: field('json', '扩展数据', 'Data'),
  c_secret: field('secret', '密钥', 'Key', { type: 'string' }),
};

// Declares and publishes the object once; later calls find it there.
export async function declare(request) {
  const api = '/api/v1';
  const done = async (reply) => {
    if (!reply.ok()) throw new Error(`${reply.url()} ${reply.status()} ${await reply.text()}`);
  };
  await done(await request.post(`${api}/auth/login`, { data: { account: 'admin@demo.example', password: 'trellis-demo' } }));
  if ((await request.get(`${api}/objects/${OBJECT}`)).ok()) return;
  for (const [name, picklist] of Object.entries(dictionaries)) await done(await request.put(`${api}/picklists/${name}`, { data: { name, ...picklist } }));
  const options = { icon: 'car', name_field: 'name', owned: true, timeline: true, search: ['name'] };
  const draft = `${api}/designer/draft/objects/${OBJECT}`;
  await done(await request.put(draft, { data: { title: 'Vehicle', 'x-label': label('车辆', 'Vehicle'), 'x-object': options, required: ['name'], properties } }));
  const names = Object.keys(properties);
  const section = (name, zh, en, fields) => ({ name, label: label(zh, en), columns: 2, fields });
  const sections = [section('basic', '基本信息', 'Basics', names.slice(0, 19)), section('more', '明细与附件', 'Lines and files', names.slice(19))];
  await done(await request.put(`${draft}/layouts/default`, { data: { sections } }));
  await done(await request.post(`${api}/designer/draft/publish`, { data: { comment: 'every kind', accept_losses: false } }));
}
