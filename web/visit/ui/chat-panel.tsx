// Chat: near, everyone, private. One message field, one log, the state of each own message.
import { useSignal } from '@preact/signals';
import type { TargetedEvent, TargetedKeyboardEvent } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { language, languageTag, words } from '../i18n';
import type { Session } from '../session';
import { kLongestText, textLength, type Circle, type Line } from '../state/chat';
import { byFinger } from '../state/fingers';
import { openCard, openPanel } from '../state/panels';
import { Button, IconButton } from '../../ui/controls';
import { Panel } from './panel';
import { Icon } from '../../ui/icons';

type Tab = 'near' | 'space' | 'direct';
const tabs: readonly Tab[] = ['near', 'space', 'direct'];

const tabOf = (circle: Circle): Tab => (typeof circle === 'number' ? 'direct' : circle);

function unreadIn(session: Session, tab: Tab): number {
  let sum = 0;
  for (const [circle, count] of session.chat.unread.value) if (tabOf(circle) === tab) sum += count;
  return sum;
}

function Tabs({ session, tab, turn }: { session: Session; tab: Tab; turn: (tab: Tab) => void }) {
  const { chat, dock } = words.value;
  const move = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!step) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? 'near';
    turn(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-testid="tab-${next}"]`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={chat.tabList} onKeyDown={move}>
      {tabs.map((name) => {
        const unread = name === tab ? 0 : unreadIn(session, name);
        return (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            class="tab"
            aria-selected={name === tab}
            aria-controls="chat-log"
            aria-label={unread > 0 ? `${chat.tabs[name]}, ${dock.unread(unread)}` : undefined}
            tabIndex={name === tab ? 0 : -1}
            data-testid={`tab-${name}`}
            onClick={() => turn(name)}
          >
            {chat.tabs[name]}
            {unread > 0 && <span class="badge">{unread}</span>}
          </button>
        );
      })}
    </div>
  );
}

function timeText(atMs: number): string {
  return new Intl.DateTimeFormat(languageTag.value, { hour: '2-digit', minute: '2-digit' }).format(
    atMs,
  );
}

function OwnState({ line, session }: { line: Line; session: Session }) {
  const { chat, reasons, retry } = words.value;
  if (line.state === 'pending') return <span>{chat.sending}</span>;
  if (line.state === 'sent') return <span>{chat.sent}</span>;
  const why = line.failure ? reasons[line.failure].title : chat.lostLine;
  return (
    <>
      <span>
        {chat.failed}
        {language.value === 'zh' ? '：' : ': '}
        {why}
      </span>
      <button
        type="button"
        data-testid="retry-message"
        onClick={() => session.chat.retry(line.key)}
      >
        {retry}
      </button>
    </>
  );
}

function OwnLine({ line, session }: { line: Line; session: Session }) {
  return (
    <div class={`line line-mine line-${line.state}`} data-testid="chat-line">
      <p class="line-text">{line.text}</p>
      <div class="line-head">
        <OwnState line={line} session={session} />
        <time>{timeText(line.atMs)}</time>
      </div>
    </div>
  );
}

function LineView({ line, session }: { line: Line; session: Session }) {
  if (line.mine) return <OwnLine line={line} session={session} />;
  if (line.from === 0) {
    return (
      <p class="line-city">
        {words.value.chat.city} · {timeText(line.atMs)} · {line.text}
      </p>
    );
  }
  return (
    <div class="line" data-testid="chat-line">
      <div class="line-head">
        <button
          type="button"
          aria-label={words.value.people.open(line.name)}
          onClick={() => openCard(line.from)}
        >
          {line.name}
        </button>
        <time>{timeText(line.atMs)}</time>
      </div>
      <p class="line-text">{line.text}</p>
    </div>
  );
}

function Log({ session, tab }: { session: Session; tab: Tab }) {
  const { chat } = words.value;
  const lines = session.chat.shown.value;
  const box = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  useLayoutEffect(() => {
    if (pinned.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  const scrolled = (event: TargetedEvent<HTMLDivElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    pinned.current = scrollHeight - scrollTop - clientHeight < 40;
  };
  return (
    <div id="chat-log" role="tabpanel" aria-labelledby={`tab-${tab}`} class="chat-log-box">
      <div
        ref={box}
        role="log"
        aria-live="off"
        class="chat-log"
        onScroll={scrolled}
        tabIndex={0}
        aria-label={chat.log}
        data-testid="chat-log"
      >
        {lines.length === 0 && <p class="line-city">{chat.empty[tab]}</p>}
        {lines.map((line) => (
          <LineView key={line.key} line={line} session={session} />
        ))}
      </div>
    </div>
  );
}

function Threads({ session, choose }: { session: Session; choose: (handle: number) => void }) {
  const { chat } = words.value;
  const threads = session.chat.threads.value;
  return (
    <div
      class="chat-log-box panel-body stack"
      id="chat-log"
      role="tabpanel"
      aria-labelledby="tab-direct"
    >
      {threads.length > 0 && <h3>{chat.threads}</h3>}
      <ul class="list">
        {threads.map(({ handle, name }) => {
          const unread = session.chat.unread.value.get(handle) ?? 0;
          return (
            <li key={handle}>
              <button
                type="button"
                class="list-row"
                data-testid={`thread-${handle}`}
                onClick={() => choose(handle)}
              >
                <span class="row-main">
                  <b>{name}</b>
                  {unread > 0 && <small>{words.value.dock.unread(unread)}</small>}
                </span>
                <Icon name="chat" />
              </button>
            </li>
          );
        })}
      </ul>
      {threads.length === 0 && <p class="hint">{chat.empty.direct}</p>}
      <Button testId="choose-person" icon="people" act={() => openPanel('people')}>
        {chat.newDirect}
      </Button>
    </div>
  );
}

interface WriteProps {
  session: Session;
  label: string;
  disabled: boolean;
}

function Write({ session, label, disabled }: WriteProps) {
  const { chat } = words.value;
  const text = useSignal('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const amongTabs = document.activeElement?.closest('[role="tablist"]');
    if (!byFinger() && !amongTabs) field.current?.focus({ preventScroll: true });
  }, []);
  const over = textLength(text.value.trim()) - kLongestText;
  const send = () => {
    const plain = text.value.trim();
    if (plain === '' || over > 0 || disabled) return;
    session.chat.say(plain);
    text.value = '';
  };
  const keys = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that ends a Chinese composition chooses a word; it does not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div class="panel-foot">
      {over > 0 && <p class="fault">{chat.tooLong(over)}</p>}
      <div class="chat-write">
        <textarea
          ref={field}
          class="input"
          rows={1}
          value={text.value}
          placeholder={label}
          aria-label={label}
          disabled={disabled}
          enterkeyhint="send"
          data-testid="chat-input"
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={keys}
        />
        <IconButton icon="send" label={chat.send} testId="chat-send" act={send} />
      </div>
    </div>
  );
}

export function ChatPanel({ session }: { session: Session }) {
  const { chat } = words.value;
  const book = session.chat;
  const choosing = useSignal(false);
  const circle = book.circle.value;
  const tab = choosing.value ? 'direct' : tabOf(circle);
  useEffect(() => {
    session.chatOpen.value = true;
    book.markRead();
    return () => {
      session.chatOpen.value = false;
    };
  }, []);
  const turnTo = (next: Circle) => {
    choosing.value = false;
    book.turnTo(next);
  };
  const turn = (next: Tab) => {
    if (next !== 'direct') return turnTo(next);
    const only = book.threads.value.length === 1 ? book.threads.value[0] : undefined;
    if (only) turnTo(only.handle);
    else choosing.value = true;
  };
  const other =
    typeof circle === 'number' ? book.threads.value.find((t) => t.handle === circle) : undefined;
  const left = other !== undefined && !session.people.find(other.handle);
  const label = other ? chat.writeTo(other.name) : chat.write;
  return (
    <Panel title={chat.title} testId="chat-panel" tall bodyClass="chat">
      <div>
        <Tabs session={session} tab={tab} turn={turn} />
        <div class="row chat-about">
          {other && !choosing.value && (
            <Button testId="all-threads" icon="back" act={() => (choosing.value = true)}>
              {other.name}
            </Button>
          )}
          <p class="hint">{left && !choosing.value ? chat.left(other.name) : chat.tabHint[tab]}</p>
        </div>
      </div>
      {choosing.value ? (
        <Threads session={session} choose={turnTo} />
      ) : (
        <div class="chat-main">
          <Log session={session} tab={tab} />
          <Write session={session} label={label} disabled={left} />
        </div>
      )}
    </Panel>
  );
}
