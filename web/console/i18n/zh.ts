// Chinese words of the operator's page.
import { settingHelpZh, settingUnitsZh } from './settings-zh';
import type { CaseOutcome, ReportReason } from '../../protocol/generated/api';
import type { Measure } from '../measure';
import type { Words } from './en';

const reasons: Record<ReportReason, string> = {
  harassment: '骚扰或仇恨',
  spam: '刷屏或广告',
  sexual: '色情内容',
  violence: '威胁或暴力',
  fraud: '欺诈',
  minor_safety: '未成年人受到伤害',
  other: '其他',
};
const outcomes: Record<CaseOutcome, string> = {
  no_action: '不予处理',
  warned: '警告',
  muted: '禁言',
  kicked: '请离',
  banned: '封禁',
};
const measures: Record<Measure, string> = {
  warn: '警告',
  mute: '禁言',
  unmute: '解除禁言',
  limit: '限制为只能观看',
  kick: '请离',
  suspend: '暂停使用',
  ban: '封禁',
};

export const zh: Words = {
  pageTitle: '运营台 · 元城',
  title: '城市运营台',
  skip: '跳到正文',
  sections: '栏目',
  signedIn: (name) => `当前身份：${name}`,
  signOut: '退出',
  toCity: '进入城市',
  language: '语言',
  loading: '正在询问城市…',
  refusedTitle: '此页面供城市管理者使用',
  refusedBody: '请使用服务器首次启动时打印的一次性链接，或由管理员为您生成的链接进入。',
  linkSpent: '此链接已被使用或已过期。',
  unreachable: '服务器没有回应，页面会自动重试。',
  failed: (why) => `操作未成功：${why}`,
  asOf: (time) => `截至 ${time}`,
  never: '从未',
  none: '暂无。',
  done: '已执行并记录。',
  cancel: '取消',

  load: {
    title: '负载',
    people: '人数',
    ofCapacity: (n) => `上限 ${n}`,
    connections: '连接数',
    tick: '每拍平均耗时',
    tickOf: (ms) => `每拍 ${ms} 毫秒`,
    late: '迟到的拍数',
    sent: '发送速率',
    cpu: '处理器',
    memory: '内存峰值',
    uptime: '已运行',
    refused: '拒绝次数',
    skipped: '跳过的帧',
    ofCore: '占一个核心',
    since: '自启动起',
    history: (name) => `最近几分钟的${name}`,
  },

  disk: {
    title: '磁盘与备份',
    events: '日志事件数',
    known: '认识的人数',
    database: '数据库',
    blobs: '城市文件',
    free: '剩余空间',
    lastBackup: '上次备份',
    backup: '立即备份',
    backupRunning: '正在写入备份…',
    backupDone: (file) => `备份已写入：${file}`,
  },

  people: {
    title: '在城里的人',
    name: '名字',
    address: '地址',
    since: '进城时间',
    measure: '措施',
    search: '按名字或地址查找',
    staff: '管理',
    act: (name) => `对${name}采取措施`,
    more: (n) => `还有 ${n} 人，请按名字查找`,
  },

  reports: {
    title: '举报',
    open: (n) => `待处理 ${n} 件`,
    by: (name) => `举报人：${name}`,
    decide: '处理',
    closed: '已处理',
    decideTitle: (name) => `处理对${name}的举报`,
    outcome: '决定',
    outcomes,
    reasons,
    note: '理由（会记录）',
    gone: '未知的人',
  },

  sanctions: {
    title: '生效中的措施',
    until: (time) => `到 ${time} 为止`,
    untilLifted: '直到解除',
    by: (name) => `执行人：${name}`,
    withAddress: '含地址',
    withDevice: '含设备',
    lift: '解除',
    liftTitle: (name) => `解除对${name}的措施`,
  },

  act: {
    title: (name) => `处理${name}`,
    measure: '措施',
    measures,
    length: '时长',
    lengths: { 10: '10 分钟', 60: '1 小时', 1440: '1 天', 10080: '1 周', 0: '直到解除' },
    reason: '理由（对方会看到，并会记录）',
    reasonMissing: '请填写理由。',
    apply: '执行',
  },

  settings: {
    title: '设置',
    hint: '多数设置在启动时从文件、环境变量或命令行读取；带输入框的可以现在修改。',
    save: '保存',
    saveNamed: (name) => `保存 ${name}`,
    value: (name) => `${name} 的值`,
    help: settingHelpZh,
    units: settingUnitsZh,
  },

  links: {
    title: '添加管理员',
    hint: '生成一个一天内有效、只能用一次的链接。请只交给您信任的人。',
    make: '生成链接',
    link: '一次性链接',
    until: (time) => `有效期至 ${time}`,
  },
};
