import { notices } from './notices';
import { Icon, type IconName } from './icons';

const icons: Partial<Record<string, IconName>> = { good: 'check', bad: 'warn' };

export function NoticesView() {
  return (
    <div class="notices" role="status" aria-live="polite" data-testid="notices">
      {notices.value.map(({ key, kind, text }) => {
        const icon = icons[kind];
        return (
          <p key={key} class={`notice glass notice-${kind}`}>
            {icon && <Icon name={icon} />}
            <span>{text}</span>
          </p>
        );
      })}
    </div>
  );
}
