import './elements/ot-session-element-define.js';
import './elements/ot-connection-count-element-define.js';
