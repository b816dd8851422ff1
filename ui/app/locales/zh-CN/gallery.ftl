# 组件库（给开发者看的页面）
gallery-title = 组件库
gallery-actions = 按钮与操作
gallery-display = 展示
gallery-forms = 表单
gallery-dates = 日期与时间
gallery-overlays = 浮层
gallery-navigation = 导航
gallery-states = 状态
gallery-charts = 图表
gallery-order = 排序
gallery-list = 列表样例
gallery-record = 记录样例
gallery-sign-in = 登录样例
gallery-components = 组件
gallery-samples = 样例
gallery-rights = 树与权限矩阵
gallery-kinds = 字段控件
