// The still behind the first page: the city itself, by day or after sunset. `./dev screenshots`
// takes both pictures; until one is here the colours of its sky and river stand in.

const pictures = {
  day: new URL('../pictures/backdrop-day.webp', import.meta.url).href,
  night: new URL('../pictures/backdrop-night.webp', import.meta.url).href,
};

export function Backdrop({ night }: { night: boolean }) {
  const time = night ? 'night' : 'day';
  return (
    <div class={`backdrop backdrop-${time}`} aria-hidden="true">
      <img src={pictures[time]} alt="" decoding="async" fetchpriority="low" />
    </div>
  );
}
