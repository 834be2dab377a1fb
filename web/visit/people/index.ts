export { TogetherPanel } from './together-panel';
export { CasesPage } from './cases';
export { CompanyView } from './company-view';
export { CardTogether } from './card-together';
export { companyTold, lineLost, noticed } from './live';
