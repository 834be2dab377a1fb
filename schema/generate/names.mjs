// Spelling of one name in each language, and the headers of generated files.

export const banner = (source) =>
  `// Made by schema/generate.mjs from schema/${source}. Do not edit.\n`;

export const pascal = (name) =>
  name
    .split('_')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join('');

export const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

export const docLine = (doc, indent = '') => (doc ? `${indent}// ${doc}\n` : '');

export const jsdocLine = (doc, indent = '') => (doc ? `${indent}/** ${doc} */\n` : '');
