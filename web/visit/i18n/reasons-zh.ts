// Why something was refused, in Chinese.
import type { Reason } from '../../protocol';
import type { ReasonWords } from './reasons-en';

export const reasons: Record<Reason, ReasonWords> = {
  bad_message: { cause: '城市没看懂这个页面发来的内容。', remedy: '请刷新页面，使用最新版本。' },
  unknown_message: { cause: '页面发来了城市不认识的内容。', remedy: '请刷新页面，使用最新版本。' },
  wrong_version: { cause: '页面与城市的版本不一致。', remedy: '请刷新页面。' },
  message_too_large: { cause: '这条内容太长了。', remedy: '请分成几段来说。' },
  rate_limited: { cause: '操作太频繁了。', remedy: '请等几秒钟再试。' },
  too_many_connections: {
    cause: '您所在的网络打开了太多城市窗口。',
    remedy: '请关闭一个窗口，或换一个网络进入。',
  },
  server_full: { cause: '城里现在满员了。', remedy: '我们会继续尝试，一有空位您就能进城。' },
  origin_refused: {
    cause: '这个页面来自城市不提供服务的网站。',
    remedy: '请用城市自己的网址打开。',
  },
  name_invalid: { cause: '城市不能使用这个名字。', remedy: '请用 1 到 24 个文字、数字或符号。' },
  token_unknown: { cause: '城市已不认得这个浏览器。', remedy: '您将作为新访客进城。' },
  banned: { cause: '您已被禁止进城。', remedy: '如果您认为有误，请联系城市管理者。' },
  muted: { cause: '您暂时不能发言。', remedy: '您仍可走动和观看，请等禁言结束。' },
  kicked: { cause: '城市管理者请您离开。', remedy: '您可以再次进城，请遵守规则。' },
  denied: { cause: '您在这里不能这样做。', remedy: '请询问城市管理者。' },
  no_such_person: { cause: '这个人已经不在这里了。', remedy: '请看看游客名单。' },
  no_such_place: { cause: '没有这个地点。', remedy: '请从地点列表里选择。' },
  too_far: { cause: '距离太远了。', remedy: '请走近一些再试。' },
  impossible_pose: {
    cause: '城市跟不上您的移动方式。',
    remedy: '请重新进城；如果经常发生，请告诉城市管理者。',
  },
  too_slow: {
    cause: '当前网络太慢，跟不上城市。',
    remedy: '我们会自动重试；换个更好的网络会有帮助。',
  },
  silent: { cause: '城市有一阵子没收到这个页面的消息。', remedy: '我们会自动回来。' },
  replaced: { cause: '您已从另一个窗口进城。', remedy: '请在那边继续，或在这里重新进城。' },
  shutting_down: { cause: '城市正在重启。', remedy: '我们马上会自动回来。' },
  not_durable: { cause: '城市没能把它记下来，所以没有生效。', remedy: '请稍后再试。' },
  internal: { cause: '城市内部出了点问题。', remedy: '请再试一次；运营者能看到原因。' },
  challenge_unknown: { cause: '等待太久，或这次请求已经用过。', remedy: '请重新开始。' },
  ceremony_wrong_type: { cause: '通行密钥回应的不是这次请求。', remedy: '请重新开始。' },
  ceremony_wrong_origin: {
    cause: '通行密钥是在别的网站页面上使用的。',
    remedy: '请用城市自己的网址打开，再试一次。',
  },
  passkey_wrong_site: {
    cause: '这把通行密钥属于别的网站。',
    remedy: '请使用在这里创建的通行密钥。',
  },
  passkey_user_absent: { cause: '设备没有确认您本人在场。', remedy: '请在设备提示时触碰或解锁。' },
  passkey_user_unverified: {
    cause: '设备没有核实您的身份。',
    remedy: '请使用带密码、指纹或人脸识别的设备。',
  },
  passkey_unknown: {
    cause: '这里没有账号使用这把通行密钥。',
    remedy: '请使用另一把通行密钥、密码或恢复码。',
  },
  passkey_wrong_key: {
    cause: '这把通行密钥的签名不正确。',
    remedy: '请再试一次；若仍如此，请删除它并新建一把。',
  },
  passkey_algorithm: { cause: '这里不支持这种通行密钥。', remedy: '请换一台设备，或使用密码。' },
  passkey_counter: {
    cause: '这把通行密钥可能被复制过。',
    remedy: '请用其他方式登录，删除它并新建一把。',
  },
  passkey_malformed: {
    cause: '无法读取通行密钥发来的内容。',
    remedy: '请换一把通行密钥或换一个浏览器。',
  },
  passkey_exists: { cause: '这把通行密钥已在这里使用。', remedy: '请用它登录，或另建一把。' },
  account_name_invalid: {
    cause: '账号名须为 3 到 24 个字母、数字、下划线或汉字。',
    remedy: '请另选一个账号名。',
  },
  account_name_taken: {
    cause: '这个账号名（或看起来相同的账号名）已被使用。',
    remedy: '请另选一个账号名。',
  },
  already_citizen: { cause: '您已经有账号了。', remedy: '请登录。' },
  password_too_short: {
    cause: '密码不足 10 个字符。',
    remedy: '请选择更长的密码，几个词连起来就很好。',
  },
  password_too_long: { cause: '密码超过 128 个字符。', remedy: '请选择短一些的密码。' },
  password_common: {
    cause: '这是别人最先会尝试的密码之一。',
    remedy: '请换一个；几个不相干的词连起来就很好。',
  },
  wrong_credentials: {
    cause: '账号名与密码不符。',
    remedy: '请再试一次，或使用通行密钥、恢复码。',
  },
  sign_ins_busy: { cause: '此刻登录的人太多。', remedy: '请过几秒再试。' },
  recovery_code_unknown: {
    cause: '这个恢复码无效、已被替换或已用过。',
    remedy: '请使用最新一组中的另一个。',
  },
  link_unknown: { cause: '这个链接无效、已用过或已过期。', remedy: '请重新生成一个。' },
  last_way_in: {
    cause: '这是进入您账号的最后一种方式。',
    remedy: '请先添加另一把通行密钥或设置密码。',
  },
  too_many_kept: { cause: '您持有的数量已达上限。', remedy: '请先删除一个。' },
  changed_meanwhile: { cause: '期间情况有变化。', remedy: '请查看后再试一次。' },
  last_owner: { cause: '组织至少要保留一位所有者。', remedy: '请先让另一位成员成为所有者。' },
};
