// Helpers that create elements. Text from people is never interpreted as markup.

export const $ = (id) => document.getElementById(id);

/** Creates an element: element("p", { className: "empty" }, "text", otherElement). */
export function element(name, properties = {}, ...children) {
  const { data = {}, label, ...rest } = properties;
  const node = Object.assign(document.createElement(name), rest);
  Object.assign(node.dataset, data);
  if (label) {
    node.setAttribute("aria-label", label);
    node.title = label;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Creates an icon from the sprite in index.html. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Creates an avatar: a person's initials on a colour that depends on the name. */
export function avatar(name) {
  const initials = name.split(/[\s._-]+/).filter(Boolean).slice(0, 2).map((word) => [...word][0]).join("");
  const node = element("span", { className: "avatar", ariaHidden: "true" }, initials.toUpperCase());
  // Multiples of the golden angle are far apart even for names that differ in one letter.
  const number = [...name].reduce((sum, letter) => (sum * 7 + letter.codePointAt(0)) % 9973, 1);
  node.style.setProperty("--hue", Math.round(number * 137.508) % 360);
  return node;
}

export function time(at) {
  const moment = new Date(at);
  return element("time", { dateTime: at, title: moment.toLocaleString() },
    moment.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }));
}
