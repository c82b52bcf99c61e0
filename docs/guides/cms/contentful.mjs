import {documentToHtmlString} from '@contentful/rich-text-html-renderer';
import {BLOCKS} from '@contentful/rich-text-types';

const escape = (text) => String(text).replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);

const liveCount = ({sessionId, fallback = 'Live now'}) => `
<ot-session engine="local" session-id="${escape(sessionId)}">
  <ot-connection-count lang="en" text-one="{count} person is here" text-other="{count} people are here">${escape(fallback)}</ot-connection-count>
</ot-session>`;

/** The HTML of a rich text, including embedded entries of type `liveCount`. */
export const render = (document) =>
  documentToHtmlString(document, {
    renderNode: {
      [BLOCKS.EMBEDDED_ENTRY]: ({data: {target}}) =>
        target.sys.contentType.sys.id === 'liveCount' ? liveCount(target.fields) : '',
    },
  });
