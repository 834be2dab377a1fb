// What the server counts itself: /metrics, in Prometheus' text format.

const PATIENCE_MS = 5000;

export async function fetchMetrics(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  return await answer.text();
}

/** The values of this name, in the order of the text, whatever their labels. */
export function valuesOf(text, name) {
  const lines = text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'));
  return [...lines].map(([, value]) => Number(value));
}

/** Of a histogram: [upper bound, how many were within it], the last bound infinite. */
export function bucketsOf(text, name) {
  const lines = text.matchAll(new RegExp(`^${name}_bucket\\{.*le="([^"]+)"\\} (\\S+)$`, 'gm'));
  return [...lines].map(([, bound, count]) => [
    bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound),
    Number(count),
  ]);
}
