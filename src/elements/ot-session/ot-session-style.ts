/** No box, except for `hidden` and `popover`. */
export const STYLE = `
:host{display:contents}
:host([hidden]){display:none}
:host([hidden=until-found i]){display:block;content-visibility:hidden}
:host([popover]){display:block}
:host([popover]:not(:popover-open)){display:none}
`;
