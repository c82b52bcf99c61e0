// What <button commandfor="…" command="--connect"> does, where the browser has no invoker commands yet.
for (const button of document.querySelectorAll('button[commandfor]')) {
  const target = document.getElementById(button.getAttribute('commandfor'));
  if (!('commandForElement' in button)) button.onclick = () => target[button.getAttribute('command').slice(2)]();
}
