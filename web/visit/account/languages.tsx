// Which languages one speaks, the best first.
import type { SeeAccountAnswer } from '../../protocol/generated/api';
import { told } from '../i18n/account';
import { Section, State } from './parts';
import { api, refreshAccount, useWork } from './work';

/** Each in its own words. */
const kLanguages: readonly (readonly [string, string])[] = [
  ['zh', '中文'],
  ['en', 'English'],
  ['ja', '日本語'],
  ['ko', '한국어'],
  ['fr', 'Français'],
  ['de', 'Deutsch'],
  ['es', 'Español'],
  ['ru', 'Русский'],
];

export function Languages({ account }: { account: SeeAccountAnswer }) {
  const work = useWork();
  const spoken = account.languages.split(',').filter((tag) => tag !== '');
  const turn = (tag: string) => {
    const others = spoken.filter((other) => other !== tag);
    const next = others.length < spoken.length ? others : [...spoken, tag];
    work.run(async () => {
      await api.changeLanguages({ languages: next.join(',') });
      await refreshAccount();
    });
  };
  return (
    <Section title={told.value.languages} testId="section-languages">
      <div class="choices">
        {kLanguages.map(([tag, name]) => (
          <label class="choice" key={tag} lang={tag}>
            <input
              type="checkbox"
              checked={spoken.includes(tag)}
              disabled={work.busy}
              data-testid={`speaks-${tag}`}
              onChange={() => turn(tag)}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <State work={work} />
    </Section>
  );
}
