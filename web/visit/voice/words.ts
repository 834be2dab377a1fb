// What is said about voices, apart from the page's words: it comes when voices do.
import { computed } from '@preact/signals';
import { language } from '../i18n';

const en = {
  title: 'Voice',
  mode: 'Microphone',
  modes: { open: 'Open while you speak', push: 'Only while you hold B or the microphone' },
  pushByFinger: 'Only while you hold the microphone',
  volume: 'Loudness of voices',
  captions: 'Captions',
  captionsHint: 'Shows what is said near you as text, and writes what you say for others.',
  captionsMissing: 'This browser cannot write down what you say; you still see what others say.',
  hold: 'Hold B or the microphone button to speak.',
  holdByFinger: 'Hold the microphone button to speak.',
  faults: {
    denied: {
      cause: 'This page may not use the microphone.',
      remedy: 'Allow it at the lock beside the address, then press the microphone again.',
    },
    missing: {
      cause: 'No microphone was found.',
      remedy: 'Connect one, then press the microphone again.',
    },
    unsupported: {
      cause: 'This browser cannot send a voice.',
      remedy: 'Use a current Chrome, Edge, Firefox or Safari over https; writing works here too.',
    },
    failed: {
      cause: 'The microphone stopped working.',
      remedy: 'Press it again, or choose another one in the system settings.',
    },
    muted: {
      cause: 'You have been muted by those who manage the city.',
      remedy: 'You can walk and listen; speak again when the mute ends.',
    },
  },
};

const zh: typeof en = {
  title: '语音',
  mode: '麦克风',
  modes: { open: '说话时自动打开', push: '按住 B 键或麦克风按钮时打开' },
  pushByFinger: '按住麦克风按钮时打开',
  volume: '语音音量',
  captions: '字幕',
  captionsHint: '把附近的人说的话显示成文字，也为别人写下您说的话。',
  captionsMissing: '这个浏览器不能写下您说的话；别人的字幕仍会显示。',
  hold: '按住 B 键或麦克风按钮说话。',
  holdByFinger: '按住麦克风按钮说话。',
  faults: {
    denied: {
      cause: '本页面没有使用麦克风的权限。',
      remedy: '请在地址栏的锁形图标处允许，然后再按一次麦克风。',
    },
    missing: { cause: '没有找到麦克风。', remedy: '请接上麦克风，然后再按一次。' },
    unsupported: {
      cause: '这个浏览器不能发送语音。',
      remedy: '请通过 https 使用新版的 Chrome、Edge、Firefox 或 Safari；文字聊天照常可用。',
    },
    failed: { cause: '麦克风停止工作了。', remedy: '请再按一次，或在系统设置中换一个麦克风。' },
    muted: {
      cause: '城市管理者已将您禁言。',
      remedy: '您仍可行走和收听；禁言结束后即可说话。',
    },
  },
};

export const voiceWords = computed(() => (language.value === 'zh' ? zh : en));
