import type { Page } from '../pages';

type Names = Record<Page, string>;

const en: Names = {
  cases: 'Cases',
  appeals: 'Appeals',
  people: 'People',
  spaces: 'Spaces',
  verifications: 'Verifications',
  roles: 'Roles',
  load: 'Load and disk',
  backups: 'Backups',
  settings: 'Settings',
  audit: 'Audit trail',
};

const zh: Names = {
  cases: '案件',
  appeals: '申诉',
  people: '人员',
  spaces: '空间',
  verifications: '认证',
  roles: '职务',
  load: '负载与磁盘',
  backups: '备份',
  settings: '设置',
  audit: '操作记录',
};

export const pageNames = { en, zh };
