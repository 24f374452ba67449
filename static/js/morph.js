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
  const theirs = [...to.childNodes];
  const stays = new Set(theirs.map(key).filter(Boolean));
  let own = from.firstChild;
  const step = () => {
    const here = own;
    own = own.nextSibling;
    return here;
  };
  for (const node of theirs) {
    while (own && key(own) && !stays.has(key(own))) step().remove();
    if (own && alike(own, node)) morph(step(), node);
    // What has a name and stays is not moved: somebody may be typing in it.
    else if (!own || key(own)) from.insertBefore(node, own);
    else step().replaceWith(node);
  }
  while (own) step().remove();
}
