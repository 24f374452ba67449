// Makes one element like another while keeping what did not change: focus, scrolling, open details.

const key = (node) => (node.nodeType === 1 ? node.id : "");
const alike = (a, b) => a.nodeName === b.nodeName && key(a) === key(b);
const kept = (node, name) => name === "open" && node.localName === "details";

export function morph(from, to) {
  if (from.isEqualNode(to)) return;
  if (from.nodeType !== 1) {
    from.nodeValue = to.nodeValue;
    return;
  }
  for (const { name, value } of [...to.attributes])
    if (!kept(from, name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  for (const { name } of [...from.attributes])
    if (!kept(from, name) && !to.hasAttribute(name)) from.removeAttribute(name);
  const ours = [...from.childNodes];
  const theirs = [...to.childNodes];
  theirs.forEach((node, at) => {
    const own = ours[at];
    if (!own) from.append(node);
    else if (alike(own, node)) morph(own, node);
    else own.replaceWith(node);
  });
  for (const surplus of ours.slice(theirs.length)) surplus.remove();
}
