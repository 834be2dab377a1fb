import { words } from '../i18n';
import { Panel } from './panel';

function Rows({ title, rows }: { title: string; rows: [string, string][] }) {
  return (
    <section class="stack">
      <h3>{title}</h3>
      <dl class="help-keys">
        {rows.map(([key, meaning]) => (
          <>
            <dt>{key}</dt>
            <dd>{meaning}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}

export function HelpPanel() {
  const { help } = words.value;
  const touch = <Rows title={help.touch} rows={help.touchRows} />;
  const keyboard = <Rows title={help.keyboard} rows={help.rows} />;
  const touchFirst = matchMedia('(pointer: coarse)').matches;
  return (
    <Panel title={help.title} testId="help-panel" tall textOnly>
      {touchFirst ? touch : keyboard}
      {touchFirst ? keyboard : touch}
    </Panel>
  );
}
