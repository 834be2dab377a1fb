import { language, languageNames, languages, tagOf } from './language';

export function LanguageSwitch({ label }: { label: string }) {
  return (
    <div class="language-switch glass" role="group" aria-label={label}>
      {languages.map((code) => (
        <button
          key={code}
          type="button"
          lang={tagOf(code)}
          aria-pressed={language.value === code}
          data-testid={`language-${code}`}
          onClick={() => (language.value = code)}
        >
          {languageNames[code]}
        </button>
      ))}
    </div>
  );
}
