// Over the city: who asks one to come or to be followed, and with whom one goes.
import type { Company } from '../../protocol';
import { Button } from '../../ui/controls';
import { told } from '../i18n/people';
import type { Session } from '../session';
import './people.css';
import { links, requests } from './live';
import { askCompany } from './work';

interface RowProps {
  one: Company;
  session: Session;
}

function Request({ one, session }: RowProps) {
  const { company } = told.value;
  const asked = one.state === 'asked';
  const answer = (want: 'accept' | 'refuse') => () =>
    void askCompany(session, want, { request: one.request });
  return (
    <li class="company-row">
      <span role={asked ? 'alert' : undefined}>
        {asked ? company[one.want](one.name) : company.waitingFor(one.name)}
      </span>
      {asked ? (
        <span class="company-acts">
          <Button testId="company-refuse" act={answer('refuse')}>
            {company.refuse}
          </Button>
          <Button testId="company-accept" icon="check" kind="gold" act={answer('accept')}>
            {one.want === 'summon' ? company.come : company.allow}
          </Button>
        </span>
      ) : (
        <Button
          testId="company-withdraw"
          act={() => void askCompany(session, 'end', { person: one.person })}
        >
          {company.withdraw}
        </Button>
      )}
    </li>
  );
}

function Link({ one, session }: RowProps) {
  const { company } = told.value;
  return (
    <li class="company-row">
      <span>
        {one.state === 'following' ? company.following(one.name) : company.followed(one.name)}
      </span>
      <Button
        testId="company-end"
        act={() => void askCompany(session, 'end', { person: one.person })}
      >
        {company.end}
      </Button>
    </li>
  );
}

export function CompanyView({ session }: { session: Session }) {
  return (
    <section class="company glass" aria-label={told.value.company.label} data-testid="company">
      <ul>
        {requests.value.map((one) => (
          <Request key={`${one.request}`} one={one} session={session} />
        ))}
        {links.value.map((one) => (
          <Link key={`${one.person}`} one={one} session={session} />
        ))}
      </ul>
    </section>
  );
}
