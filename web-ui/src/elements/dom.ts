import controlsCss from "../styles/controls.css?inline";

type AttributeValue = string | number | boolean | undefined;

/**
 * A new HTML element. `true` sets an attribute without value, `false` and `undefined` leave it out; strings among the
 * children become text, never markup.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A 24 by 24 picture from one path, decoration to assistive technology. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** Changes what an icon shows. */
export function setIcon(svg: SVGSVGElement, path: string): void {
  const shape = svg.firstElementChild;
  if (shape && shape.getAttribute("d") !== path) {
    shape.setAttribute("d", path);
  }
}

/** A round button that shows an icon and is named by `label`. */
export function iconButton(label: string, path: string): HTMLButtonElement {
  const button = h("button", { type: "button", class: "icon-button", "aria-label": label, title: label });
  button.append(icon(path));
  return button;
}

/** Renames a button, where the name differs. */
export function setLabel(button: HTMLElement, label: string): void {
  if (button.getAttribute("aria-label") !== label) {
    button.setAttribute("aria-label", label);
    button.title = label;
  }
}

/** Sets text, where it differs: an unchanged live region stays silent, an unchanged layout stays clean. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

const controls = sheet(controlsCss);

/** A style sheet that a strict Content-Security-Policy lets through. */
export function sheet(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/** Gives an element its shadow tree with the shared controls' style and its own, the later the stronger. */
export function shadow(
  host: HTMLElement,
  own: CSSStyleSheet | readonly CSSStyleSheet[],
  delegatesFocus = false,
): ShadowRoot {
  const root = host.attachShadow({ mode: "open", delegatesFocus });
  root.adoptedStyleSheets = [controls, own].flat();
  return root;
}
