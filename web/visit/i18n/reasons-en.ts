// Why something was refused, in English: cause and remedy of each reason of schema/reasons.json.
import type { Reason } from '../../protocol';

export interface ReasonWords {
  cause: string;
  remedy: string;
}

export const reasons: Record<Reason, ReasonWords> = {
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
  challenge_unknown: {
    cause: 'That took too long, or was answered already.',
    remedy: 'Start again.',
  },
  ceremony_wrong_type: {
    cause: 'The passkey answered something else than was asked.',
    remedy: 'Start again.',
  },
  ceremony_wrong_origin: {
    cause: "The passkey was used on another site's page.",
    remedy: 'Open the city by its own address and try again.',
  },
  passkey_wrong_site: {
    cause: 'This passkey belongs to another site.',
    remedy: 'Use a passkey that was made here.',
  },
  passkey_user_absent: {
    cause: 'The device did not notice that you were there.',
    remedy: 'Touch it or unlock it when it asks.',
  },
  passkey_user_unverified: {
    cause: 'The device did not check that it is you.',
    remedy: 'Use a device with a PIN, fingerprint or face.',
  },
  passkey_unknown: {
    cause: 'No account here has this passkey.',
    remedy: 'Use another passkey, your password or a recovery code.',
  },
  passkey_wrong_key: {
    cause: "This passkey's signature is not right.",
    remedy: 'Try again; if it stays so, remove this passkey and make a new one.',
  },
  passkey_algorithm: {
    cause: 'This kind of passkey is not known here.',
    remedy: 'Use another device or a password.',
  },
  passkey_counter: {
    cause: 'This passkey may have been copied.',
    remedy: 'Sign in another way, remove it and make a new one.',
  },
  passkey_malformed: {
    cause: 'What the passkey sent could not be read.',
    remedy: 'Try another passkey or another browser.',
  },
  passkey_exists: {
    cause: 'This passkey is in use here already.',
    remedy: 'Sign in with it, or make another one.',
  },
  account_name_invalid: {
    cause: 'An account name has 3 to 24 letters, digits, underscores or Chinese characters.',
    remedy: 'Choose another account name.',
  },
  account_name_taken: {
    cause: 'This account name, or one that looks like it, is taken.',
    remedy: 'Choose another account name.',
  },
  already_citizen: { cause: 'You have an account already.', remedy: 'Sign in.' },
  password_too_short: {
    cause: 'The password has fewer than 10 characters.',
    remedy: 'Choose a longer one; a few words are fine.',
  },
  password_too_long: {
    cause: 'The password has more than 128 characters.',
    remedy: 'Choose a shorter one.',
  },
  password_common: {
    cause: 'That password is among the first that others would try.',
    remedy: 'Choose another one; a few words that do not belong together are fine.',
  },
  wrong_credentials: {
    cause: 'Account name and password do not belong together.',
    remedy: 'Try again, or use a passkey or a recovery code.',
  },
  sign_ins_busy: {
    cause: 'Too many people are signing in at this moment.',
    remedy: 'Try again in a few seconds.',
  },
  recovery_code_unknown: {
    cause: 'This recovery code is not known here, was replaced or used already.',
    remedy: 'Use another one of the newest list.',
  },
  link_unknown: {
    cause: 'This link is unknown, used already or expired.',
    remedy: 'Make a new one.',
  },
  last_way_in: {
    cause: 'This is the last way into your account.',
    remedy: 'Add another passkey or a password first.',
  },
  too_many_kept: {
    cause: 'You have as many of these as one may have.',
    remedy: 'Remove one first.',
  },
  changed_meanwhile: {
    cause: 'Something changed in the meantime.',
    remedy: 'Look again and try once more.',
  },
  last_owner: {
    cause: 'An organisation keeps at least one owner.',
    remedy: 'Make somebody else an owner first.',
  },
};
