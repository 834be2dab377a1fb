// A link with #invite=TOKEN: taken up before coming in by whoever the city knows already, else from
// inside the city, as the guest that they have become there.
import { ApiClient, ApiError } from '../../protocol/api-client';
import { redeemInvitation } from '../../protocol/generated/api';
import { notify } from '../../ui/notices';
import { language } from '../i18n';
import { told } from '../i18n/spaces';
import type { Session } from '../session';
import * as profile from '../state/profile';

const client = new ApiClient({ language: () => language.value });

/** The key of the space, or why not. */
async function redeem(token: string): Promise<string | ApiError> {
  try {
    const request = { token, guest_token: profile.token.value };
    return (await client.call(redeemInvitation, request)).space;
  } catch (fault) {
    if (fault instanceof ApiError) return fault;
    throw fault;
  }
}

function clean(): void {
  history.replaceState(null, '', location.pathname);
}

const kTooMany = 429;

/** Another try may bring another answer: the link must stay. */
const mayPass = ({ status }: ApiError) => status === 0 || status === kTooMany || status >= 500;

/** The space to begin in; '' = the city, from where takeUpInside goes on. */
export async function takeUp(token: string): Promise<string> {
  const answer = await redeem(token);
  if (typeof answer === 'string') clean();
  return typeof answer === 'string' ? answer : '';
}

export async function takeUpInside(token: string, session: Session): Promise<void> {
  const answer = await redeem(token);
  if (typeof answer !== 'string' && mayPass(answer)) return notify(told.value.inviteWaits, 'bad');
  clean();
  if (typeof answer !== 'string') return notify(`${answer.title} ${answer.remedy}`, 'bad');
  session.travel(answer);
}
