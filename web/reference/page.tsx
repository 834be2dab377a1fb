import { LanguageSwitch } from '../ui/language-switch';
import { language } from '../ui/language';
import { callsOf, fieldsOf, textOf, type ApiDocument, type Call, type Field } from './document';
import { words } from './words';

/** Explained by the rules and the list of reasons. */
const kShownElsewhere = new Set(['Problem', 'Reason']);

function FieldRow({ field }: { field: Field }) {
  const told = words.value;
  const away = field.place === 'path' || field.place === 'query';
  return (
    <div class="field">
      <dt>
        <code>{field.name}</code>
        {away && <span class="tag">{field.place}</span>}
      </dt>
      <dd>
        {field.record ? (
          <a href={`#${field.record}`}>
            <code>{field.type}</code>
          </a>
        ) : (
          <code>{field.type}</code>
        )}
        {!field.required && field.place !== 'answer' && (
          <span class="hint"> · {told.optional}</span>
        )}
        <p class="hint">{textOf(field.texts, language.value)}</p>
      </dd>
    </div>
  );
}

function Fields({ title, fields }: { title: string; fields: Field[] }) {
  return (
    <div>
      <h4>{title}</h4>
      {fields.length === 0 ? (
        <p class="hint">{words.value.nothing}</p>
      ) : (
        <dl>
          {fields.map((field) => (
            <FieldRow key={field.name} field={field} />
          ))}
        </dl>
      )}
    </div>
  );
}

function CallCard({ call }: { call: Call }) {
  const told = words.value;
  return (
    <section class="card" id={call.name} aria-labelledby={`title-${call.name}`}>
      <h3 id={`title-${call.name}`}>
        <span class="method">{call.method}</span> <code>{call.path}</code>
      </h3>
      <p>{textOf(call.texts, language.value)}</p>
      <p class="row">
        <code>{call.name}</code>
        <span class="tag">{told.who[call.who]}</span>
        {call.act && <span class="tag">{told.needs(call.act)}</span>}
        {call.idempotent && <span class="tag tag-gold">{told.once}</span>}
      </p>
      <div class="sides">
        <Fields title={told.asks} fields={call.asked} />
        <Fields title={`${told.answers} ${call.status}`} fields={call.answered} />
      </div>
    </section>
  );
}

function Records({ document }: { document: ApiDocument }) {
  const shown = Object.entries(document.components.schemas).filter(
    ([name]) => !kShownElsewhere.has(name),
  );
  return (
    <section aria-labelledby="records">
      <h2 id="records">{words.value.records}</h2>
      {shown.map(([name, schema]) => (
        <div class="card" id={name} key={name}>
          <h3>
            <code>{name}</code>
          </h3>
          <p>{textOf(schema, language.value)}</p>
          {schema.enum ? (
            <p>
              <code>{schema.enum.join(' | ')}</code>
            </p>
          ) : (
            <dl>
              {fieldsOf(schema, 'answer').map((field) => (
                <FieldRow key={field.name} field={field} />
              ))}
            </dl>
          )}
        </div>
      ))}
    </section>
  );
}

function Reasons({ document }: { document: ApiDocument }) {
  const texts = document.components.schemas.Reason?.['x-texts'] ?? {};
  return (
    <section class="card" aria-labelledby="reasons">
      <h2 id="reasons">{words.value.reasons}</h2>
      <dl>
        {Object.entries(texts).map(([id, reason]) => (
          <div class="field" id={id} key={id}>
            <dt>
              <code>{id}</code> <span class="tag">{reason.status}</span>
            </dt>
            <dd>
              {reason[language.value].title}
              <p class="hint">{reason[language.value].remedy}</p>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function How({ document }: { document: ApiDocument }) {
  const told = words.value;
  return (
    <section class="card" aria-labelledby="how">
      <h2 id="how">{told.how}</h2>
      <ul class="rules">
        {told.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <p>
        <a href="/api/openapi.json">{told.description}</a>
      </p>
      <nav aria-label={told.contents} class="row">
        {document.tags.map((tag) => (
          <a class="button" key={tag.name} href={`#subject-${tag.name}`}>
            {textOf(tag, language.value)}
          </a>
        ))}
      </nav>
    </section>
  );
}

/** document: undefined while asked for, null when the server does not answer. */
export function ApiPage({ document }: { document: ApiDocument | null | undefined }) {
  const told = words.value;
  return (
    <>
      <a class="skip-link" href="#page">
        {told.skip}
      </a>
      <header>
        <h1>{told.title}</h1>
        <div class="row">
          <LanguageSwitch label={told.language} />
          <a class="button" href="/">
            {told.toCity}
          </a>
        </div>
      </header>
      <main id="page" tabIndex={-1} aria-label={told.title}>
        {document === undefined && <p class="card">{told.loading}</p>}
        {document === null && (
          <p class="card fault" role="alert">
            {told.unreachable}
          </p>
        )}
        {document && (
          <>
            <How document={document} />
            {document.tags.map((tag) => (
              <section key={tag.name} aria-labelledby={`subject-${tag.name}`}>
                <h2 id={`subject-${tag.name}`}>{textOf(tag, language.value)}</h2>
                {callsOf(document, tag.name).map((call) => (
                  <CallCard key={call.name} call={call} />
                ))}
              </section>
            ))}
            <Records document={document} />
            <Reasons document={document} />
          </>
        )}
      </main>
    </>
  );
}
