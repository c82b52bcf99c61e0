// npm run lint: every link from one document to another, or to a heading, leads somewhere.
import validateLinks from 'remark-validate-links';

export default {plugins: [[validateLinks, {repository: false}]]};
