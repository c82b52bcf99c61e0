import './elements/ot-session/ot-session-element-define.js';
import './elements/ot-connection-count/ot-connection-count-element-define.js';
