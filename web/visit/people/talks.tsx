// Messages that wait for their reader: with persons and in groups.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import {
  blockPerson,
  eraseMessage,
  listMessages,
  listTalks,
  readMessages,
  sendMessage,
  type Message,
  type Talk,
} from '../../protocol/generated/api';
import { Button } from '../../ui/controls';
import { notify } from '../../ui/notices';
import { told } from '../i18n/people';
import { Answered } from '../spaces/answered';
import { SureButton, useSure } from '../ui/sure-button';
import { openTalk, pulse, talkKey } from './live';
import { back, client, go, timeText, useAct, useAnswer, useMe } from './work';

const kPage = 50;
const kMaxCharacters = 2000;

function Row({ talk }: { talk: Talk }) {
  const { peer, name } = talk;
  const shown = name || told.value.nobody;
  const open = () => go({ page: 'talk', ...peer, name: shown });
  return (
    <li class="list-row together-row" data-testid={`talk-${name}`}>
      <button type="button" class="row-main" data-testid="talk-open" onClick={open}>
        <b>
          {shown} {peer.group && <span class="tag">{told.value.group}</span>}
        </b>
        <small>
          {talk.last_unix_ms === 0
            ? told.value.nothingYet
            : `${(talk.last_text || told.value.erased).slice(0, 60)} · ${timeText(talk.last_unix_ms)}`}
        </small>
      </button>
      {talk.unread > 0 && (
        <span class="together-count" aria-label={told.value.unread(talk.unread)}>
          {talk.unread}
        </span>
      )}
    </li>
  );
}

export function TalksPage() {
  const asked = useAnswer('talks', () => client.call(listTalks, {}), pulse.value);
  const { answer } = asked;
  return (
    <>
      <Answered of={asked} />
      {answer?.talks.length === 0 && <p class="hint">{told.value.noTalks}</p>}
      <ul class="list">
        {(answer?.talks ?? []).map((talk) => (
          <Row key={talkKey(talk.peer.person, talk.peer.group)} talk={talk} />
        ))}
      </ul>
    </>
  );
}

interface TalkProps {
  person?: string | undefined;
  group?: string | undefined;
  name: string;
}

/** Older first; of the same moment, as the city numbered them. */
const inOrder = (a: Message, b: Message) =>
  a.sent_unix_ms - b.sent_unix_ms || Number(BigInt(a.id) - BigInt(b.id));

/** The messages of a talk, oldest first; older pages on demand; read as they are seen. */
function useThread({ person, group }: TalkProps) {
  const known = useSignal<ReadonlyMap<string, Message>>(new Map());
  const next = useSignal<string | undefined>(undefined);
  const peer = group ? { group } : { person };
  const key = talkKey(person, group);
  const read = useRef('');
  const keep = (messages: readonly Message[]) => {
    known.value = new Map([...known.value, ...messages.map((one) => [one.id, one] as const)]);
  };
  const newest = useAnswer(
    key,
    async () => {
      const page = await client.call(listMessages, { ...peer, limit: kPage });
      if (known.value.size === 0) next.value = page.next;
      keep(page.items);
      const last = page.items[0];
      if (last && read.current !== last.id) {
        await client.call(readMessages, { ...peer, up_to: last.id });
        read.current = last.id;
      }
      return page;
    },
    pulse.value,
  );
  const more = async () => {
    const after = next.value;
    if (after === undefined) return;
    const page = await client.call(listMessages, { ...peer, limit: kPage, after });
    keep(page.items);
    next.value = page.next;
  };
  const erase = async (message: Message) => {
    await client.call(eraseMessage, { message: message.id });
    keep([{ ...message, text: '', erased: true }]);
    await newest.again();
  };
  const all = [...known.value.values()].sort(inOrder);
  return { all, more, erase, hasMore: next.value !== undefined, newest, peer };
}

interface LineProps {
  message: Message;
  mine: boolean;
  inGroup: boolean;
  erase: () => void;
}

function Erase({ text, erase }: { text: string; erase: () => void }) {
  const { sure, press } = useSure(erase);
  const label = told.value.eraseWhat(text.slice(0, 40));
  return (
    <button
      type="button"
      class={sure ? 'fault' : undefined}
      data-testid="thread-erase"
      aria-label={sure ? `${label}: ${told.value.sure}` : label}
      onClick={press}
    >
      {sure ? told.value.sure : told.value.erase}
    </button>
  );
}

function Line({ message, mine, inGroup, erase }: LineProps) {
  return (
    <li class={`thread-line ${mine ? 'thread-mine' : ''}`} data-testid="thread-line">
      {inGroup && !mine && <b>{message.sender.name}</b>}
      <span>{message.erased ? <i>{told.value.erased}</i> : message.text}</span>
      <small>
        {timeText(message.sent_unix_ms)}
        {mine && !message.erased && <Erase text={message.text} erase={erase} />}
      </small>
    </li>
  );
}

type Thread = ReturnType<typeof useThread>;

function TalkActs({ person, group, name, thread }: TalkProps & { thread: Thread }) {
  const { busy, act } = useAct();
  const block = async () => {
    await client.call(blockPerson, { person: person ?? '' });
    notify(told.value.blocked(name));
    back();
  };
  return (
    <div class="row">
      {group && (
        <Button testId="talk-group" icon="people" act={() => go({ page: 'group', group, name })}>
          {told.value.members}
        </Button>
      )}
      {person && (
        <SureButton
          testId="talk-block"
          icon="block"
          text={told.value.block}
          question={told.value.sure}
          disabled={busy}
          act={() => void act(block)}
        />
      )}
      {thread.hasMore && (
        <Button testId="talk-older" disabled={busy} act={() => void act(thread.more)}>
          {told.value.older}
        </Button>
      )}
    </div>
  );
}

function Composer({ name, thread }: { name: string; thread: Thread }) {
  const text = useSignal('');
  const { busy, act } = useAct();
  const send = async () => {
    await client.call(sendMessage, { ...thread.peer, text: text.value });
    text.value = '';
    await thread.newest.again();
  };
  return (
    <form
      class="thread-write"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.value.trim()) void act(send);
      }}
    >
      <input
        class="input"
        aria-label={told.value.writeTo(name)}
        placeholder={told.value.writeTo(name)}
        maxLength={kMaxCharacters}
        autocomplete="off"
        value={text.value}
        data-testid="talk-text"
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <Button testId="talk-send" icon="send" kind="gold" submit disabled={busy}>
        {told.value.send}
      </Button>
    </form>
  );
}

export function TalkPage(props: TalkProps) {
  const { person, group, name } = props;
  const thread = useThread(props);
  const { all, newest } = thread;
  const { act } = useAct();
  const me = useMe();
  const end = useRef<HTMLDivElement>(null);
  const key = talkKey(person, group);
  useEffect(() => {
    openTalk.value = key;
    return () => {
      openTalk.value = '';
    };
  }, [key]);
  const last = all.at(-1)?.id;
  useEffect(() => {
    // The panel alone: the city's page itself must not move.
    const box = end.current?.closest('.panel-body');
    if (box) box.scrollTop = box.scrollHeight;
  }, [last]);
  return (
    <>
      <TalkActs {...props} thread={thread} />
      <Answered of={newest} />
      {newest.answer && all.length === 0 && <p class="hint">{told.value.firstMessage(name)}</p>}
      <ol class="thread" aria-live="polite">
        {all.map((message) => (
          <Line
            key={message.id}
            message={message}
            mine={message.sender.person === me}
            inGroup={group !== undefined}
            erase={() => void act(() => thread.erase(message))}
          />
        ))}
      </ol>
      <Composer name={name} thread={thread} />
      <div ref={end} />
    </>
  );
}
