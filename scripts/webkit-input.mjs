// Keyboard and mouse of WebKitPage: Playwright's and puppeteer's calls as WebDriver actions.

// https://www.w3.org/TR/webdriver2/#keyboard-actions
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Insert: '\uE016',
  Delete: '\uE017',
  Meta: '\uE03D',
};
const BUTTONS = {left: 0, middle: 1, right: 2};

const keyDown = (value) => ({type: 'keyDown', value});
const keyUp = (value) => ({type: 'keyUp', value});

function valueOf(name) {
  const value = KEYS[name] ?? name;
  if ([...value].length !== 1) throw new Error(`No key is called "${name}".`);
  return value;
}

export function keyboard(perform) {
  const keys = (...actions) => perform({type: 'key', id: 'keyboard', actions});
  return {
    down: (name) => keys(keyDown(valueOf(name))),
    up: (name) => keys(keyUp(valueOf(name))),
    type: (text) => keys(...[...text].flatMap((value) => [keyDown(value), keyUp(value)])),
    /** @param combination a key, or several as in 'Shift+Tab' */
    press: (combination) => {
      const values = combination.split(/(?<=.)\+/).map(valueOf);
      return keys(...values.map(keyDown), ...values.toReversed().map(keyUp));
    },
  };
}

export function mouse(perform) {
  const pointer = (...actions) => perform({type: 'pointer', id: 'mouse', parameters: {pointerType: 'mouse'}, actions});
  const move = (x, y) => ({type: 'pointerMove', duration: 0, x, y});
  const press = ({button = 'left'} = {}) => ({type: 'pointerDown', button: BUTTONS[button]});
  const release = ({button = 'left'} = {}) => ({type: 'pointerUp', button: BUTTONS[button]});
  return {
    move: (x, y) => pointer(move(x, y)),
    down: (options) => pointer(press(options)),
    up: (options) => pointer(release(options)),
    click: (x, y, options) => pointer(move(x, y), press(options), release(options)),
  };
}
