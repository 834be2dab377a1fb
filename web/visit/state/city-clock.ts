// The city's time of day, carried on between the server's words about it.

export class CityClock {
  private hour = 12;
  private takenMs = 0;
  private dayLengthS = 86_400;

  /** The server's hour at a local time. */
  set(hour: number, nowMs: number, dayLengthS = this.dayLengthS): void {
    this.hour = hour;
    this.takenMs = nowMs;
    this.dayLengthS = dayLengthS;
  }

  /** 0 to 24. */
  at(nowMs: number): number {
    const days = (nowMs - this.takenMs) / 1000 / this.dayLengthS;
    return (((this.hour + days * 24) % 24) + 24) % 24;
  }
}

/** 9.5 -> "09:30". */
export function clockText(hour: number): string {
  const minutes = Math.floor(hour * 60) % 1440;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Wuhan's hour from a Unix time: UTC+8, no summer time. */
export function wuhanHour(unixMs: number): number {
  return (unixMs / 3_600_000 + 8) % 24;
}
