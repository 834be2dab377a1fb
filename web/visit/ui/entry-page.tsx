// The first page: who you are, and in.
import { useSignal } from '@preact/signals';
import type { RefObject, TargetedEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { destination, dark } from '../app';
import type { Language } from '../../ui/language';
import { language, words } from '../i18n';
import { accountName, openAccount } from '../state/account';
import { panel } from '../state/panels';
import * as profile from '../state/profile';
import { AvatarStage } from './avatar-stage';
import { Backdrop } from './backdrop';
import { Button } from '../../ui/controls';
import { LanguageSwitch } from '../../ui/language-switch';
import { LookEditor } from './look-editor';

function Title() {
  const { entry, city } = words.value;
  return (
    <div class="entry-title">
      <h1>
        {language.value === 'zh' ? city : 'Yuancheng'}
        <small lang={language.value === 'zh' ? 'en' : 'zh-CN'}>
          {language.value === 'zh' ? 'YUANCHENG' : '元城'}
        </small>
      </h1>
      <p>{entry.tagline}</p>
      <p class="entry-lead">{entry.lead}</p>
    </div>
  );
}

interface NameFieldProps {
  value: string;
  missing: boolean;
  change: (value: string) => void;
}

function NameField({ value, missing, change }: NameFieldProps) {
  const { entry } = words.value;
  return (
    <div class="field">
      <label for="name">{entry.nameLabel}</label>
      <input
        id="name"
        class="input"
        type="text"
        value={value}
        maxLength={profile.kLongestName * 2}
        autocomplete="nickname"
        enterkeyhint="go"
        spellcheck={false}
        aria-describedby="name-hint"
        aria-invalid={missing}
        data-testid="name"
        onInput={(event) => change(event.currentTarget.value)}
      />
      <p
        id="name-hint"
        class={missing ? 'fault' : 'visually-hidden'}
        role={missing ? 'alert' : undefined}
      >
        {missing ? entry.nameMissing : entry.nameHint}
      </p>
    </div>
  );
}

/** Guests come in at once; who has an account, or wants one, finds it here. */
function AccountRow({ shownName }: { shownName: string }) {
  const { entry } = words.value;
  const signUp = () => {
    profile.name.value = profile.cleanName(shownName);
    openAccount('sign_up');
  };
  if (accountName.value) {
    return (
      <div class="row entry-account" data-testid="entry-account">
        <span>{entry.signedIn(accountName.value)}</span>
        <Button testId="account-open" act={() => openAccount('home')}>
          {entry.account}
        </Button>
      </div>
    );
  }
  return (
    <div class="row entry-account" data-testid="entry-account">
      <Button testId="account-sign-in" act={() => openAccount('sign_in')}>
        {entry.signIn}
      </Button>
      <Button testId="account-sign-up" act={signUp}>
        {entry.signUp}
      </Button>
    </div>
  );
}

/** A friendly name for who does not want to think of one. */
function suggestedName(): string {
  const { names } = words.value.entry;
  const pick = names[Math.floor(Math.random() * names.length)] ?? '';
  const number = 10 + Math.floor(Math.random() * 90);
  return language.value === 'zh' ? `${pick}${number}` : `${pick} ${number}`;
}

/** The name in the form: what was typed, else a suggestion in the language of the page. */
function useName() {
  const suggestions = useRef(new Map<Language, string>()).current;
  const typed = useSignal(profile.name.value);
  const touched = useSignal(profile.name.value !== '');
  const missing = useSignal(false);
  if (!suggestions.has(language.value)) suggestions.set(language.value, suggestedName());
  const shown = touched.value ? typed.value : (suggestions.get(language.value) ?? '');
  const change = (value: string) => {
    typed.value = value;
    touched.value = true;
    missing.value = false;
  };
  // Signing in brings another name. The first run comes after the form is there, and somebody may
  // have typed by then: it changes nothing.
  const given = useRef(profile.name.value);
  useEffect(() => {
    if (given.current === profile.name.value) return;
    given.current = profile.name.value;
    if (profile.cleanName(typed.value) !== profile.name.value) change(profile.name.value);
  }, [profile.name.value]);
  return { shown, missing, change };
}

/** The panel of the account takes the card's place, and gives it and the focus back. */
function useCovered(box: RefObject<HTMLElement | null>): boolean {
  const covered = panel.value === 'account';
  useEffect(() => {
    if (!covered) return;
    return () => box.current?.querySelector<HTMLElement>('.entry-account button')?.focus();
  }, [covered]);
  return covered;
}

function Card({ enter }: { enter: () => void }) {
  const { entry } = words.value;
  const known = useRef(profile.returning.value ? profile.name.value : '');
  const { shown, missing, change } = useName();
  const choosing = useSignal(false);
  const box = useRef<HTMLFormElement>(null);
  const covered = useCovered(box);
  const submit = (event: TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = profile.cleanName(shown);
    missing.value = name === '';
    if (missing.value) return document.getElementById('name')?.focus();
    profile.name.value = name;
    enter();
  };
  return (
    <form
      class="entry-card glass"
      onSubmit={submit}
      data-testid="entry-form"
      ref={box}
      inert={covered}
    >
      {known.current && <h2>{entry.welcomeBack(known.current)}</h2>}
      <div class="entry-who">
        <AvatarStage look={profile.look.value} />
        <div class="entry-fields">
          <NameField value={shown} missing={missing.value} change={change} />
          <div class="row">
            <Button
              testId="change-look"
              icon="shirt"
              act={() => (choosing.value = !choosing.value)}
            >
              {choosing.value ? entry.lookDone : entry.changeLook}
            </Button>
            <Button
              testId="shuffle-look"
              icon="dice"
              act={() => (profile.look.value = profile.randomLook())}
            >
              {entry.shuffle}
            </Button>
          </div>
        </div>
      </div>
      {choosing.value && (
        <LookEditor look={profile.look.value} change={(look) => (profile.look.value = look)} />
      )}
      {destination.value && (
        <p class="entry-note">{entry.toPlace(destination.value.name[language.value])}</p>
      )}
      <button type="submit" class="button button-gold entry-enter" data-testid="enter">
        {entry.enter}
      </button>
      <AccountRow shownName={shown} />
      {!accountName.value && <p class="entry-note">{entry.privacy}</p>}
    </form>
  );
}

export function EntryPage({ enter }: { enter: () => void }) {
  return (
    <main class="entry" data-testid="entry">
      <Backdrop night={dark.value} />
      <div class="entry-inner">
        <div class="entry-top">
          <LanguageSwitch label={words.value.entry.language} />
        </div>
        <Title />
        <Card enter={enter} />
      </div>
    </main>
  );
}
