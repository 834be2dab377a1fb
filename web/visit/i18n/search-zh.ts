// 搜索页：中文词句。
import type { SearchWords } from './search-en';

export const searchZh: SearchWords = {
  title: '搜索',
  ask: '人、空间或活动的名字',
  kinds: { all: '全部', person: '人', space: '空间', event: '活动' },
  kind: '要找什么',
  begin: '输入名字或其开头；中文名输入其中任意几个字即可。',
  looking: '正在查找……',
  nothing: (asked) => `没有您可以看到的“${asked}”。请少输几个字，或换一类再找。`,
  count: (count) => `找到 ${count} 项`,
  more: '显示更多',
  here: '现在在城里',
  look: '名片',
  lookAt: (name) => `${name}的名片`,
  befriend: '加为好友',
  befriendWhom: (name) => `加为好友：${name}`,
  asked: '已发出请求。',
  friends: '你们已是好友。',
  go: '前往',
  goTo: (name) => `前往${name}`,
  attend: '报名参加',
  attendWhat: (name) => `报名参加${name}`,
  skip: '取消报名',
  skipWhat: (name) => `取消报名${name}`,
  attending: '已报名',
  unreachable: '城市没有应答。请检查网络后重试。',
};
