// The page of one person, in a frame or on its own: person.html?session=…&name=…
import './demo-session.js';
import {initial} from './names.js';
import './ot-elements.js';

const name = new URLSearchParams(location.search).get('name')?.trim() || 'Somebody';

document.title = name;
document.querySelector('h1').title = name;
document.querySelector('bdi').textContent = name;
document.querySelector('.avatar').textContent = initial(name);
document.querySelector('ot-session').setAttribute('token', new URLSearchParams({data: name}).toString());
