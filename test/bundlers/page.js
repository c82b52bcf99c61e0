// What a page imports, and its server with it.
import 'ot-elements/auto';
import 'ot-elements/define';

export {initSession} from 'ot-elements';
