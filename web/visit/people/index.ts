export { TogetherPanel } from './together-panel';
export { CompanyView } from './company-view';
export { CardTogether } from './card-together';
export { companyTold, lineLost, noticed } from './live';
