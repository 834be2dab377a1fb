import { Vector3 } from 'three';
import type { PerspectiveCamera } from 'three';
import type { Crowd } from '../crowd/crowd.js';
import type { LabelLayer, Language } from '../types.js';
import { Spread } from './spread.js';

const kMost = 24;
const kReach = 32;
const kHeadHeight = 1.95;
const kChooseEvery = 6;
const kBubbleMs = 3500;
const kBubbleMsPerLetter = 90;
const kBubbleMost = 12000;

interface Tag {
  element: HTMLDivElement;
  name: HTMLSpanElement;
  bubble: HTMLDivElement;
  handle: number;
  shown: string;
  /** Size of what is written, read once for each text. */
  width: number;
  height: number;
}

interface Bubble {
  text: string;
  until: number;
}

interface Name {
  name: string;
  badge: string;
}

const kFont = "600 13px/1.25 system-ui, -apple-system, 'Noto Sans SC', 'PingFang SC', sans-serif";

function style(element: HTMLElement, css: Partial<CSSStyleDeclaration>): void {
  Object.assign(element.style, css);
}

/** Name tags and chat bubbles of the nearest people: a fixed pool of HTML elements. */
export class Labels implements LabelLayer {
  visible = true;
  private readonly layer: HTMLDivElement;
  private readonly tags: Tag[] = [];
  private readonly names = new Map<number, Name>();
  private readonly bubbles = new Map<number, Bubble>();
  private readonly speaking = new Set<number>();
  private chosen: number[] = [];
  private frame = 0;
  private readonly point = new Vector3();
  private readonly spread = new Spread();

  constructor(
    canvas: HTMLCanvasElement,
    private readonly crowd: Crowd,
    private readonly camera: PerspectiveCamera,
    private readonly nowMs: () => number,
  ) {
    this.layer = document.createElement('div');
    this.layer.setAttribute('aria-hidden', 'true');
    this.layer.dataset.testid = 'labels';
    style(this.layer, {
      position: 'absolute',
      inset: '0',
      overflow: 'hidden',
      pointerEvents: 'none',
      zIndex: '1',
      font: kFont,
    });
    canvas.insertAdjacentElement('afterend', this.layer);
  }

  setLanguage(language: Language): void {
    this.layer.lang = language === 'zh' ? 'zh-Hans' : 'en';
  }

  setName(handle: number, name: string, badge = ''): void {
    this.names.set(handle, { name, badge });
  }

  remove(handle: number): void {
    this.names.delete(handle);
    this.bubbles.delete(handle);
  }

  say(handle: number, text: string): void {
    const life = Math.min(kBubbleMs + text.length * kBubbleMsPerLetter, kBubbleMost);
    this.bubbles.set(handle, { text, until: this.nowMs() + life });
    this.frame = 0;
  }

  setSpeaking(handle: number, speaking: boolean): void {
    if (speaking) this.speaking.add(handle);
    else this.speaking.delete(handle);
  }

  private makeTag(): Tag {
    const element = document.createElement('div');
    const bubble = document.createElement('div');
    const name = document.createElement('span');
    style(element, {
      position: 'absolute',
      left: '0',
      top: '0',
      display: 'none',
      flexDirection: 'column',
      alignItems: 'center',
      gap: '4px',
      willChange: 'transform',
      maxWidth: '240px',
    });
    style(name, {
      padding: '1px 8px',
      borderRadius: '10px',
      color: '#fff',
      background: 'rgba(16,20,28,0.5)',
      whiteSpace: 'nowrap',
      textShadow: '0 1px 2px rgba(0,0,0,0.6)',
    });
    style(bubble, {
      padding: '6px 11px',
      borderRadius: '12px',
      color: '#1d2128',
      background: 'rgba(255,255,255,0.94)',
      boxShadow: '0 2px 10px rgba(0,0,0,0.25)',
      fontWeight: '500',
      overflowWrap: 'anywhere',
    });
    element.append(bubble, name);
    this.layer.append(element);
    return { element, name, bubble, handle: -1, shown: '', width: 0, height: 0 };
  }

  /** Which people get a tag: the nearest with a name, and everybody who speaks. */
  private choose(): void {
    const { x, y, z } = this.camera.position;
    const s = this.crowd.motions;
    const found: { handle: number; distance: number }[] = [];
    // Named are the nearest and who was looked for: few among thousands.
    for (const handle of new Set([
      ...this.names.keys(),
      ...this.bubbles.keys(),
      ...this.speaking.keys(),
    ])) {
      if (!s.has(handle)) continue;
      const speaks = this.bubbles.has(handle) || this.speaking.has(handle);
      const distance = Math.hypot(s.x[handle]! - x, s.y[handle]! - y, s.z[handle]! - z);
      if (distance < (speaks ? kReach * 2 : kReach)) {
        found.push({ handle, distance: speaks ? distance * 0.3 : distance });
      }
    }
    found.sort((a, b) => a.distance - b.distance);
    this.chosen = found.slice(0, kMost).map((f) => f.handle);
  }

  update(width: number, height: number): void {
    if (!this.visible) {
      for (const tag of this.tags) tag.element.style.display = 'none';
      return;
    }
    const now = this.nowMs();
    for (const [handle, bubble] of this.bubbles) {
      if (bubble.until < now) this.bubbles.delete(handle);
    }
    if (this.frame++ % kChooseEvery === 0) this.choose();
    while (this.tags.length < this.chosen.length) this.tags.push(this.makeTag());
    // Nearest first: theirs stand where they belong, those behind give way.
    this.spread.begin(width);
    this.tags.forEach((tag, i) => this.place(tag, this.chosen[i] ?? -1, width, height));
  }

  private place(tag: Tag, handle: number, width: number, height: number): void {
    const s = this.crowd.motions;
    const { style: css } = tag.element;
    if (handle < 0 || !s.has(handle)) {
      css.display = 'none';
      return;
    }
    this.point.set(s.x[handle]!, s.y[handle]! + kHeadHeight, s.z[handle]);
    const distance = this.point.distanceTo(this.camera.position);
    this.point.project(this.camera);
    const { x, y, z } = this.point;
    if (z > 1 || Math.abs(x) > 1.15 || Math.abs(y) > 1.2) {
      css.display = 'none';
      return;
    }
    this.write(tag, handle);
    css.display = 'flex';
    this.read(tag);
    const wanted = { x: ((x + 1) / 2) * width, y: ((1 - y) / 2) * height };
    const at = this.spread.place(wanted.x, wanted.y, tag.width, tag.height);
    if (!at) {
      css.display = 'none';
      return;
    }
    css.transform = `translate(${at.x.toFixed(1)}px, ${at.y.toFixed(1)}px) translate(-50%, -100%)`;
    css.opacity = this.bubbles.has(handle) ? '1' : String(Math.min(1, (kReach - distance) / 8));
    css.zIndex = String(Math.max(0, 1000 - Math.round(distance * 10)));
  }

  private write(tag: Tag, handle: number): void {
    const name = this.names.get(handle);
    const said = this.bubbles.get(handle)?.text ?? '';
    const speaks = this.speaking.has(handle);
    const text = `${name?.badge ?? ''}|${name?.name ?? ''}|${said}|${speaks}`;
    if (tag.handle === handle && tag.shown === text) return;
    tag.handle = handle;
    tag.shown = text;
    tag.name.textContent = name ? (name.badge ? `${name.name} · ${name.badge}` : name.name) : '';
    tag.name.style.display = name ? '' : 'none';
    tag.name.style.boxShadow = speaks ? '0 0 0 2px #5fd39a' : '';
    tag.width = 0;
    tag.bubble.textContent = said;
    tag.bubble.style.display = said ? '' : 'none';
  }

  private read(tag: Tag): void {
    if (tag.width > 0) return;
    tag.width = tag.element.offsetWidth;
    tag.height = tag.element.offsetHeight;
  }

  dispose(): void {
    this.layer.remove();
  }
}
