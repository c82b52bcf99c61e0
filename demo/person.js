// The page of one person, in a frame of another page, or on its own: person.html?session=…&name=…
import './room.js';
import {initial} from './names.js';
import '../src/define.ts';

const name = new URLSearchParams(location.search).get('name') || 'Somebody';

document.title = name;
document.querySelector('bdi').textContent = name;
document.querySelector('.avatar').textContent = initial(name);
document.querySelector('ot-session').setAttribute('token', new URLSearchParams({data: name}).toString());
