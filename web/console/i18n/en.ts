// English words of the operator's page; its shape is the shape of every language.
import type { CaseOutcome, ReportReason } from '../../protocol/generated/api';
import type { Measure } from '../measure';

const reasons: Record<ReportReason, string> = {
  harassment: 'Harassment or hate',
  spam: 'Spam or advertising',
  sexual: 'Sexual content',
  violence: 'Threats or violence',
  fraud: 'Fraud',
  minor_safety: 'A child is at risk',
  other: 'Something else',
};
const outcomes: Record<CaseOutcome, string> = {
  no_action: 'No action',
  warned: 'Warned',
  muted: 'Muted',
  kicked: 'Asked to leave',
  banned: 'Banned',
};
const measures: Record<Measure, string> = {
  warn: 'Warn',
  mute: 'Mute',
  unmute: 'Unmute',
  limit: 'Let look only',
  kick: 'Ask to leave',
  suspend: 'Suspend',
  ban: 'Ban',
};

export const en = {
  pageTitle: 'Operator · Yuancheng',
  title: 'Running the city',
  skip: 'Skip to the page',
  sections: 'Sections',
  signedIn: (name: string) => `Signed in as ${name}`,
  signOut: 'Sign out',
  toCity: 'To the city',
  language: 'Language',
  loading: 'Asking the city…',
  refusedTitle: 'This page is for those who run the city',
  refusedBody:
    'Enter by the one-time link that the server prints at its first start, or by one that an administrator made for you.',
  linkSpent: 'This link has been used already, or has expired.',
  unreachable: 'The server does not answer. This page tries again by itself.',
  failed: (why: string) => `That did not work. ${why}`,
  asOf: (time: string) => `As of ${time}`,
  never: 'never',
  none: 'None.',
  done: 'Done and recorded.',
  cancel: 'Cancel',

  load: {
    title: 'Load',
    people: 'People',
    ofCapacity: (n: number) => `of ${n} at most`,
    connections: 'Connections',
    tick: 'Tick, mean',
    tickOf: (ms: number) => `of ${ms} ms`,
    late: 'Late ticks',
    sent: 'Sent',
    cpu: 'Processor',
    memory: 'Memory, peak',
    uptime: 'Running for',
    refused: 'Refused',
    skipped: 'Frames skipped',
    ofCore: 'of one core',
    since: 'since the start',
    history: (name: string) => `${name}, last minutes`,
  },

  disk: {
    title: 'Disk and backup',
    events: 'Events in the log',
    known: 'People known',
    database: 'Database',
    blobs: 'Files of the city',
    free: 'Free',
    lastBackup: 'Last backup',
    backup: 'Start a backup',
    backupRunning: 'Writing the backup…',
    backupDone: (file: string) => `Backup written: ${file}`,
  },

  people: {
    title: 'People here',
    name: 'Name',
    address: 'Address',
    since: 'Here since',
    measure: 'Measure',
    search: 'Find by name or address',
    staff: 'staff',
    act: (name: string) => `Measure against ${name}`,
    more: (n: number) => `and ${n} more; find them by name`,
  },

  reports: {
    title: 'Reports',
    open: (n: number) => (n === 1 ? '1 open' : `${n} open`),
    by: (name: string) => `reported by ${name}`,
    decide: 'Decide',
    closed: 'Decided',
    decideTitle: (name: string) => `Decide the report about ${name}`,
    outcome: 'Decision',
    outcomes,
    reasons,
    note: 'Reason (recorded)',
    gone: 'someone unknown',
  },

  sanctions: {
    title: 'Measures in force',
    until: (time: string) => `until ${time}`,
    untilLifted: 'until lifted',
    by: (name: string) => `by ${name}`,
    withAddress: 'with address',
    withDevice: 'with device',
    lift: 'Lift',
    liftTitle: (name: string) => `Lift the measure against ${name}`,
  },

  act: {
    title: (name: string) => `Act on ${name}`,
    measure: 'Measure',
    measures,
    length: 'For how long',
    lengths: { 10: '10 minutes', 60: '1 hour', 1440: '1 day', 10080: '1 week', 0: 'until lifted' },
    reason: 'Reason (they read it; it is recorded)',
    reasonMissing: 'Please give a reason.',
    apply: 'Apply',
  },

  settings: {
    title: 'Settings',
    hint: 'Most settings are read at the start, from file, environment or flags. Those with a field can be changed now.',
    save: 'Save',
    saveNamed: (name: string) => `Save ${name}`,
    value: (name: string) => `Value of ${name}`,
    /** Where the server's own English words are not the ones to show. */
    help: {} as Readonly<Record<string, string>>,
    units: {} as Readonly<Record<string, string>>,
  },

  links: {
    title: 'Another administrator',
    hint: 'Makes a link that works once, within a day. Give it only to whom you trust with the city.',
    make: 'Make a link',
    link: 'One-time link',
    until: (time: string) => `valid until ${time}`,
  },
};

export type Words = typeof en;
