import type { Page } from 'playwright-core';

/** A device that holds passkeys and whose owner always agrees; it stays with this page. */
export async function giveAuthenticator(page: Page): Promise<{ count: () => Promise<number> }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const count = async () =>
    (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length;
  return { count };
}
