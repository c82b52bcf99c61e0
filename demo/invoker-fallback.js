// What <button commandfor="…" command="--connect"> does, for browsers that do not have invoker commands yet.
for (const button of document.querySelectorAll('button[commandfor]')) {
  if ('commandForElement' in button) break;
  const target = document.getElementById(button.getAttribute('commandfor'));
  const command = button.getAttribute('command');
  button.onclick = () => target.dispatchEvent(Object.assign(new Event('command', {cancelable: true}), {command}));
}
