import xss from 'xss';

const filter = new xss.FilterXSS({
  onIgnoreTagAttr: (tag, name, value) =>
    name.startsWith('data-ot-') || name === 'lang' ? `${name}="${xss.escapeAttrValue(value)}"` : undefined,
});

export const clean = (html) => filter.process(html);
