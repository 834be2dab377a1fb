import { dictionaries, language, words, type Language } from '../i18n';

export function LanguageSwitch() {
  return (
    <div class="language-switch glass" role="group" aria-label={words.value.entry.language}>
      {(Object.keys(dictionaries) as Language[]).map((code) => (
        <button
          key={code}
          type="button"
          lang={code === 'zh' ? 'zh-CN' : 'en'}
          aria-pressed={language.value === code}
          data-testid={`language-${code}`}
          onClick={() => (language.value = code)}
        >
          {dictionaries[code].languageName}
        </button>
      ))}
    </div>
  );
}
