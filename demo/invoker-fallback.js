// Makes <button commandfor="…" command="--connect"> work in browsers without invoker commands.
for (const button of document.querySelectorAll('button[commandfor]')) {
  if ('commandForElement' in button) break;
  const target = document.getElementById(button.getAttribute('commandfor'));
  const command = button.getAttribute('command');
  button.onclick = () => target.dispatchEvent(Object.assign(new Event('command', {cancelable: true}), {command}));
}
