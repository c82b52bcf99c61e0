import sanitizeHtml from 'sanitize-html';

const {defaults} = sanitizeHtml;

export const clean = (html) =>
  sanitizeHtml(html, {allowedAttributes: {...defaults.allowedAttributes, '*': ['data-ot-*', 'lang']}});
