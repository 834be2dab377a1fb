// English words of the visit. Its shape is the shape of every language: a missing key fails tsc.
import type { Reason } from '../../protocol';

export interface ReasonWords {
  cause: string;
  remedy: string;
}

const reasons: Record<Reason, ReasonWords> = {
  bad_message: {
    cause: 'The city did not understand what this page sent.',
    remedy: 'Reload the page to get its newest version.',
  },
  unknown_message: {
    cause: 'This page sent something the city does not know.',
    remedy: 'Reload the page to get its newest version.',
  },
  wrong_version: {
    cause: 'This page is older or newer than the city.',
    remedy: 'Reload the page.',
  },
  message_too_large: {
    cause: 'That was too long for one message.',
    remedy: 'Say it in shorter parts.',
  },
  rate_limited: {
    cause: 'That was too much in a short time.',
    remedy: 'Wait a few seconds, then try again.',
  },
  too_many_connections: {
    cause: 'Too many windows from your network are in the city.',
    remedy: 'Close a window of the city, or come from another network.',
  },
  server_full: {
    cause: 'The city is full right now.',
    remedy: 'We keep trying; you enter as soon as somebody leaves.',
  },
  origin_refused: {
    cause: 'This page comes from a site that the city does not serve.',
    remedy: 'Open the city by its own address.',
  },
  name_invalid: {
    cause: 'The city cannot take this name.',
    remedy: 'Choose 1 to 24 letters, digits or signs.',
  },
  token_unknown: {
    cause: 'The city no longer knows this browser.',
    remedy: 'You enter as a new guest.',
  },
  banned: {
    cause: 'You are banned from the city.',
    remedy: 'Write to those who manage the city if you think this is a mistake.',
  },
  muted: {
    cause: 'You may not speak at the moment.',
    remedy: 'You can still walk and look. Wait until the mute ends.',
  },
  kicked: {
    cause: 'Those who manage the city asked you to leave.',
    remedy: 'You may enter again; please keep to the rules.',
  },
  denied: {
    cause: 'You may not do this here.',
    remedy: 'Ask those who manage the city.',
  },
  no_such_person: {
    cause: 'That person is no longer here.',
    remedy: 'Look at the list of people.',
  },
  no_such_place: {
    cause: 'There is no place of that name.',
    remedy: 'Choose one from the list of places.',
  },
  too_far: {
    cause: 'That is too far away.',
    remedy: 'Go closer, then try again.',
  },
  impossible_pose: {
    cause: 'The city could not follow the way you moved.',
    remedy: 'Enter again. If it happens often, tell those who manage the city.',
  },
  too_slow: {
    cause: 'The network is too slow for the city right now.',
    remedy: 'We try again by ourselves; a better connection helps.',
  },
  silent: {
    cause: 'The city heard nothing from this page for a while.',
    remedy: 'We come back by ourselves.',
  },
  replaced: {
    cause: 'You entered the city from another window.',
    remedy: 'Go on there, or enter again here.',
  },
  shutting_down: {
    cause: 'The city is restarting.',
    remedy: 'We come back by ourselves in a moment.',
  },
  not_durable: {
    cause: 'The city could not write that down, so it did not happen.',
    remedy: 'Try again in a moment.',
  },
  internal: {
    cause: 'Something failed in the city.',
    remedy: 'Try again; its operator can see why.',
  },
  no_such_space: {
    cause: 'There is no such space, or it is closed for good.',
    remedy: 'Check the link, or go to the city.',
  },
  space_closed: {
    cause: 'The space was archived.',
    remedy: 'You are in the city now.',
  },
  moved_on: {
    cause: 'That was meant for the space that you left.',
    remedy: 'Say it again here.',
  },
};

export const en = {
  city: 'Yuancheng',
  pageTitle: 'Yuancheng 元城',
  skipToControls: 'Skip to the controls',
  close: 'Close',
  back: 'Back',
  cancel: 'Cancel',
  retry: 'Try again',
  go: 'Go',
  goTo: (place: string) => `Go to ${place}`,
  you: 'you',
  listBetween: ', ',
  reasons,

  entry: {
    tagline: 'Walk into Wuhan, together.',
    lead: 'Two rivers, one city, everyone in it live. No account, nothing to install.',
    welcomeBack: (name: string) => `Welcome back, ${name}`,
    nameLabel: 'Your name',
    nameHint: '1 to 24 characters. Others see it.',
    nameMissing: 'Please give a name.',
    lookLabel: 'Your look',
    changeLook: 'Change look',
    lookDone: 'Done',
    shuffle: 'Surprise me',
    enter: 'Enter the city',
    toPlace: (place: string) => `You arrive at ${place}.`,
    hereNow: (count: number) => (count === 1 ? '1 person is here' : `${count} people are here`),
    language: 'Language',
    privacy:
      'Your name and look are kept in this browser only; the city keeps only a code to know you again.',
    names: ['Crane', 'Willow', 'River', 'Lotus', 'Plum', 'Heron', 'Ferry', 'Lantern'],
  },

  look: {
    parts: {
      body: 'Build',
      skin: 'Skin',
      hair: 'Hair',
      hairColor: 'Hair colour',
      top: 'Top',
      topColor: 'Top colour',
      bottom: 'Bottom',
      bottomColor: 'Bottom colour',
      shoesColor: 'Shoes',
      accessory: 'Accessory',
      accessoryColor: 'Accessory colour',
    },
    choices: {
      body: ['slim', 'average', 'broad', 'small'],
      hair: ['bald', 'short', 'side part', 'bob', 'long', 'bun', 'ponytail', 'curly'],
      top: ['T-shirt', 'shirt', 'hoodie', 'jacket', 'hanfu', 'qipao', 'coat', 'vest'],
      bottom: ['trousers', 'shorts', 'skirt', 'long skirt'],
      accessory: [
        'none',
        'glasses',
        'cap',
        'straw hat',
        'scarf',
        'backpack',
        'headphones',
        'flower',
      ],
    },
    colour: (index: number, count: number) => `colour ${index} of ${count}`,
    preview: 'A person with the look you chose',
  },

  loading: {
    title: 'Opening the city',
    phases: {
      script: 'Bringing the tools',
      connect: 'Knocking at the gate',
      start: 'Reading the map',
      ground: 'Laying the ground under your feet',
      city: 'Raising the towers',
      people: 'Calling the people',
      ready: 'Ready',
    },
    slow: 'This takes longer than usual. The city goes on loading.',
  },

  travel: {
    arrived: (name: string) => `You are in: ${name}`,
    queued: (place: number) => `It is full. Your place in the line: ${place}`,
    notDrawn: 'This space could not be loaded. Reload the page.',
  },
  connection: {
    connecting: 'Connecting…',
    lost: 'The connection was lost.',
    waiting: (seconds: number) => `Next attempt in ${seconds} s.`,
    retrying: 'Trying to come back…',
    retryNow: 'Try now',
    back: 'You are back.',
    endedTitle: 'You have left the city',
    enterAgain: 'Enter again',
    reload: 'Reload the page',
    notBefore: (text: string) => `You may return in ${text}.`,
    minutes: (n: number) => (n === 1 ? '1 minute' : `${n} minutes`),
    hours: (n: number) => (n === 1 ? '1 hour' : `${n} hours`),
    days: (n: number) => (n === 1 ? '1 day' : `${n} days`),
  },

  failure: {
    webglTitle: 'This browser cannot draw the city',
    webglBody: 'The city needs WebGL2, which this browser does not offer or has switched off.',
    webglSteps: [
      'Use a current Chrome, Edge, Firefox or Safari (15 or newer).',
      'Switch on hardware acceleration in the browser settings, then restart it.',
      'Update the graphics driver, or try another device.',
    ],
    cityTitle: 'The city could not be loaded',
    cityBody: 'The network or the server did not answer.',
    noCity: 'This server has no city yet. Its operator can bake one with “yuancheng import city/”.',
    contextTitle: 'The picture was lost',
    contextBody: 'The graphics card stopped drawing. Reload to go on where you were.',
    scriptTitle: 'Something went wrong on this page',
  },

  world: {
    label: 'The city. Walk with W A S D or the arrow keys, look with the mouse.',
    touchLabel: 'The city. Left thumb walks, right thumb looks.',
    people: (count: number) => `${count} in the city`,
    at: (place: string) => `at ${place}`,
    time: (text: string) => `City time ${text}`,
  },

  dock: {
    label: 'Controls',
    chat: 'Chat',
    people: 'People',
    places: 'Places and map',
    emotes: 'Gestures',
    quest: 'Lanterns',
    tour: 'Tour',
    share: 'Share',
    settings: 'Settings',
    help: 'Help',
    fullscreen: 'Full screen',
    leaveFullscreen: 'Leave full screen',
    vr: 'Enter VR',
    view: 'Change view',
    leave: 'Leave the city',
    more: 'More',
    unread: (count: number) => `${count} unread`,
    speak: 'Speak',
    micOn: 'Mic on',
    talking: 'Speaking',
    noMic: 'No mic',
  },

  chat: {
    title: 'Chat',
    tabs: { near: 'Near', space: 'Everyone', direct: 'Private' },
    tabList: 'Who hears it',
    tabHint: {
      near: 'People within about 30 metres hear this.',
      space: 'Everyone in the city hears this.',
      direct: 'Only the two of you hear this.',
    },
    write: 'Write a message',
    writeTo: (name: string) => `Write to ${name}`,
    send: 'Send',
    empty: {
      near: 'Nobody has spoken near you yet. Say hello!',
      space: 'Nobody has spoken to everyone yet.',
      direct: 'Choose a person to write to.',
    },
    threads: 'Private conversations',
    newDirect: 'Choose a person',
    sending: 'sending',
    sent: 'sent',
    failed: 'not sent',
    lostLine: 'The connection was lost.',
    left: (name: string) => `${name} has left, or you were away. Find people again in the list.`,
    city: 'The city',
    log: 'Messages',
    tooLong: (over: number) => `${over} characters too long`,
    newest: 'To the newest',
    messageFrom: (name: string) => `New private message from ${name}`,
  },

  people: {
    title: 'People',
    near: 'People nearby',
    elsewhere: 'Elsewhere in the city',
    none: 'You are the only one here right now. Share the link, or take the tour.',
    othersFar: (count: number) =>
      count === 1
        ? 'One other person is somewhere else in the city. Say hello to everyone and they can find you.'
        : `${count} others are elsewhere in the city. Say hello to everyone and they can find you.`,
    writeAll: 'Write to everyone',
    total: (count: number) =>
      count === 1 ? '1 person in the city' : `${count} people in the city`,
    metres: (n: number) => `${n} m`,
    far: 'far away',
    moderator: 'City staff',
    muted: 'muted',
    speaking: 'speaking',
    blocked: 'blocked',
    blockedTitle: 'People you blocked',
    search: 'Find by name',
    more: (count: number) => `More of ${count}`,
    open: (name: string) => `Open the card of ${name}`,
  },

  card: {
    label: (name: string) => `About ${name}`,
    message: 'Message',
    goTo: 'Go to them',
    wave: 'Wave',
    mute: 'Mute for me',
    unmute: 'Unmute',
    block: 'Block',
    unblock: 'Unblock',
    blockHint: 'Whom you block you no longer see or hear, nor they you.',
    report: 'Report',
    manage: 'Manage',
    gone: 'This person has left.',
  },

  report: {
    title: (name: string) => `Report ${name}`,
    intro: 'Those who manage the city read it. Quote what was said: they see only what you write.',
    reasonLabel: 'What happened?',
    reasons: {
      harassment: 'Harassment or hate',
      spam: 'Spam or advertising',
      sexual: 'Sexual content',
      violence: 'Threats or violence',
      fraud: 'Fraud',
      minor_safety: 'A child is at risk',
      other: 'Something else',
    },
    textLabel: 'Details (optional)',
    send: 'Send report',
    done: 'Thank you. Your report has arrived.',
    alsoBlock: 'Also block this person',
  },

  moderate: {
    title: (name: string) => `Manage ${name}`,
    actLabel: 'Measure',
    acts: { mute: 'Mute', unmute: 'Unmute', kick: 'Ask to leave', ban: 'Ban' },
    actHints: {
      mute: 'They may walk and look but not speak.',
      unmute: 'They may speak again.',
      kick: 'They must leave and may come back.',
      ban: 'They must leave and may not come back.',
    },
    lengthLabel: 'For how long',
    lengths: { 10: '10 minutes', 60: '1 hour', 1440: '1 day', 10080: '1 week', 0: 'until lifted' },
    reasonLabel: 'Reason (they read it; it is recorded)',
    reasonMissing: 'Please give a reason.',
    apply: 'Apply',
    done: 'Done and recorded.',
  },

  sanctioned: {
    mute: 'You have been muted.',
    unmute: 'You may speak again.',
    kick: 'You have been asked to leave.',
    ban: 'You have been banned.',
    reason: (text: string) => `Reason: ${text}`,
  },

  places: {
    title: 'Places',
    map: 'Map',
    list: 'List',
    here: 'You are here',
    mapLabel: 'Map of the city. Choose a place from the list to go there.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    centre: 'Show me',
    kilometres: (km: string) => `${km} km`,
    arrived: (place: string) => `You are at ${place}.`,
    north: 'N',
    someone: 'a person',
  },

  emotes: {
    title: 'Gestures',
    names: {
      none: 'Stop',
      wave: 'Wave',
      clap: 'Clap',
      bow: 'Bow',
      dance: 'Dance',
      sit: 'Sit',
      point: 'Point',
      cheer: 'Cheer',
    },
  },

  settings: {
    title: 'Settings',
    profile: 'You',
    saveProfile: 'Save',
    saved: 'Saved.',
    language: 'Language',
    quality: 'Picture quality',
    qualities: {
      auto: 'Automatic',
      plain: 'Plain',
      low: 'Fast',
      medium: 'Balanced',
      high: 'Beautiful',
    },
    time: 'Time of day (only for you)',
    times: { city: 'As in the city', day: 'Day', dusk: 'Dusk', night: 'Night' },
    theme: 'Panels',
    themes: { follow: 'Follow the time of day', day: 'Light', night: 'Dark' },
    motion: 'Reduce motion',
    motionHint: 'Calm camera, no fireworks, no sliding panels.',
    labels: 'Show names above people',
    shortcuts: 'Single-key shortcuts',
    shortcutsHint: 'M map, P people, T chat and so on. Switch off if keys are pressed by accident.',
    controls: 'Show the controls',
    replayHints: 'Show the first hints again',
  },

  help: {
    title: 'How to get around',
    keyboard: 'Keyboard and mouse',
    touch: 'Touch',
    rows: [
      ['W A S D / ↑ ← ↓ →', 'walk'],
      ['Shift', 'run'],
      ['Space', 'jump'],
      ['Drag the mouse', 'look around'],
      ['V', 'change between third and first person'],
      ['E', 'light a lantern'],
      ['Enter or T', 'chat'],
      ['B, held', 'speak, where the settings say so'],
      ['M', 'places and map'],
      ['P', 'people'],
      ['G', 'gestures (then 1 to 7)'],
      ['Click a person', 'open their card'],
      ['Esc', 'close a panel'],
      ['? or H', 'this help'],
    ] as [string, string][],
    touchRows: [
      ['Left thumb', 'walk; push further to run'],
      ['Right thumb', 'look around; tap twice to jump'],
      ['Tap a person', 'open their card'],
      ['Buttons at the top', 'chat, people, places and more'],
    ] as [string, string][],
  },

  hints: {
    label: 'New here?',
    walk: 'Walk with W A S D or the arrow keys',
    walkTouch: 'Walk with your left thumb',
    look: 'Drag to look around',
    lookTouch: 'Look around with your right thumb',
    places: 'Press M to see where to go',
    placesTouch: 'Open the map to see where to go',
    dismiss: 'Hide hints',
  },

  tour: {
    start: 'Two-minute tour',
    skip: 'End the tour',
    running: 'Guided tour',
    end: 'Now find the five lanterns, together with everyone here.',
  },

  quest: {
    title: 'The lanterns of the river city',
    short: 'Lanterns',
    intro: (count: number) =>
      `${count} lanterns are hidden in the city. Whoever finds one lights it for all. When all are lit, look up.`,
    progress: (lit: number, all: number) => `${lit} of ${all} lit`,
    litBy: (name: string) => `lit by ${name}`,
    dark: 'still dark',
    light: 'Light the lantern',
    lightKey: 'E',
    someoneLit: (name: string, lit: number, all: number) =>
      `${name} lit a lantern: ${lit} of ${all}.`,
    youLit: (lit: number, all: number) => `You lit a lantern: ${lit} of ${all}!`,
    allLit: 'All lanterns are lit!',
    allLitBody: 'You did it together. Look up!',
    newRound: 'A new night begins: the lanterns are dark again.',
    hint: 'Hint',
    none: 'There are no lanterns in this city.',
  },

  share: {
    title: 'Bring somebody here',
    body: (place: string) => `Whoever opens this link arrives at ${place}.`,
    bodyHere: 'Whoever opens this link arrives where you stand.',
    copy: 'Copy link',
    copied: 'Link copied.',
    copyByHand: 'The link is selected: copy it by hand.',
    native: 'Share…',
    link: 'Link',
  },

  vr: {
    failed: 'The headset could not be used.',
  },
};

/** What every language must offer. */
export type Words = typeof en;
