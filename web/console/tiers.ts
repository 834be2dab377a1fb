import type { KnownTier } from '../protocol/generated/api';

const names: Record<KnownTier, { en: string; zh: string }> = {
  guest: { en: 'guest', zh: '访客' },
  citizen: { en: 'citizen', zh: '市民' },
  verified_person: { en: 'verified person', zh: '已认证个人' },
  verified_organisation: { en: 'of a verified organisation', zh: '已认证组织成员' },
};

export const tierName = (tier: KnownTier, language: 'en' | 'zh') => names[tier][language];
