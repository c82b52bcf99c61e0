import rehypeParse from 'rehype-parse';
import rehypeSanitize, {defaultSchema} from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import {unified} from 'unified';

const {attributes} = defaultSchema;
// it allows all data- attributes or none
const schema = {...defaultSchema, attributes: {...attributes, '*': [...attributes['*'], 'data*']}};

const processor = unified().use(rehypeParse, {fragment: true}).use(rehypeSanitize, schema).use(rehypeStringify);

export const clean = (html) => String(processor.processSync(html));
