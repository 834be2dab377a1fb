// Writes down what the visitor says, where the browser can: for those who read instead of hear.
import { languageTag } from '../i18n';

interface Alternative {
  transcript: string;
}

interface ResultEvent {
  resultIndex: number;
  results: ArrayLike<ArrayLike<Alternative> & { isFinal: boolean }>;
}

interface Recognition {
  lang: string;
  continuous: boolean;
  onresult: ((event: ResultEvent) => void) | null;
  onend: (() => void) | null;
  start(): void;
  abort(): void;
}

type RecognitionMaker = new () => Recognition;

/** Longer ones are said in two. */
const kMostLetters = 200;
/** A recogniser that ends at once is not asked again and again. */
const kAgainMs = 1_000;

function maker(): RecognitionMaker | null {
  const page = globalThis as {
    SpeechRecognition?: RecognitionMaker;
    webkitSpeechRecognition?: RecognitionMaker;
  };
  return page.SpeechRecognition ?? page.webkitSpeechRecognition ?? null;
}

export const canWriteDown = (): boolean => maker() !== null;

export class Scribe {
  private recognition: Recognition | null = null;

  constructor(private readonly write: (text: string) => void) {}

  start(): void {
    const Made = maker();
    if (!Made || this.recognition) return;
    const recognition = new Made();
    recognition.lang = languageTag.value;
    recognition.continuous = true;
    recognition.onresult = (event) => this.take(event);
    // It stops by itself after a silence.
    recognition.onend = () => setTimeout(() => this.again(recognition), kAgainMs);
    this.recognition = recognition;
    this.again(recognition);
  }

  stop(): void {
    const recognition = this.recognition;
    this.recognition = null;
    recognition?.abort();
  }

  private again(recognition: Recognition): void {
    if (this.recognition !== recognition) return;
    try {
      recognition.start();
    } catch {
      this.recognition = null; // not here, not now: the voice is heard all the same
    }
  }

  private take({ results, resultIndex }: ResultEvent): void {
    for (let i = resultIndex; i < results.length; i += 1) {
      const result = results[i];
      const text = result?.isFinal ? (result[0]?.transcript.trim() ?? '') : '';
      for (let at = 0; at < text.length; at += kMostLetters) {
        this.write(text.slice(at, at + kMostLetters));
      }
    }
  }
}
