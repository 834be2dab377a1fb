import { computed } from '@preact/signals';
import { language } from '../ui/language';

const en = {
  pageTitle: 'API · Yuancheng',
  title: 'What programs may ask of this city',
  skip: 'Skip to the page',
  language: 'Language',
  toCity: 'To the city',
  loading: 'Asking the city…',
  unreachable: 'The server does not answer. Reload the page to try again.',
  contents: 'Subjects',
  how: 'How to ask',
  rules: [
    'Bodies and answers are JSON in UTF-8. Ids are decimal text, times milliseconds since 1970.',
    'Sign in with a browser (cookie), or send an API key: Authorization: Bearer KEY.',
    'A list comes in pages: send next of one page as after for the next one; without next there is no more.',
    'Where it says "done once", send a new Idempotency-Key with each act: the same request again within 24 hours is answered as before and not done twice.',
    'A refusal is application/problem+json with a reason from the list below; Accept-Language chooses English or Chinese.',
  ],
  description: 'The same for programs, as OpenAPI 3.1',
  who: { anyone: 'anyone', session: 'signed in', session_or_key: 'signed in, or with a key' },
  needs: (act: string) => `right: ${act}`,
  once: 'done once',
  asks: 'Asks',
  answers: 'Answers',
  nothing: 'nothing',
  optional: 'may be left out',
  records: 'Records',
  reasons: 'Reasons of a refusal',
};

const zh: typeof en = {
  pageTitle: '接口 · 元城',
  title: '程序可以向这座城市请求什么',
  skip: '跳到正文',
  language: '语言',
  toCity: '进入城市',
  loading: '正在询问城市…',
  unreachable: '服务器没有回应，请刷新页面重试。',
  contents: '主题',
  how: '如何使用',
  rules: [
    '请求与应答均为 UTF-8 编码的 JSON。编号是十进制文本，时间是 1970 年以来的毫秒数。',
    '用浏览器登录（Cookie），或发送 API 密钥：Authorization: Bearer 密钥。',
    '列表分页返回：把上一页的 next 作为 after 发送即可取下一页；没有 next 表示已到末尾。',
    '标有“只执行一次”的操作，请为每次操作发送新的 Idempotency-Key：24 小时内再次发送同一请求会得到先前的应答，不会重复执行。',
    '拒绝以 application/problem+json 返回，原因见下表；Accept-Language 可选择中文或英文。',
  ],
  description: '供程序读取的 OpenAPI 3.1 文档',
  who: { anyone: '任何人', session: '已登录', session_or_key: '已登录或持有密钥' },
  needs: (act) => `权利：${act}`,
  once: '只执行一次',
  asks: '请求',
  answers: '应答',
  nothing: '无',
  optional: '可省略',
  records: '数据结构',
  reasons: '拒绝的原因',
};

export const words = computed(() => (language.value === 'zh' ? zh : en));
