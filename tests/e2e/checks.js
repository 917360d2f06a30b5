// What the browser tests ask of a page. Put into every page before its own scripts, under one name.
globalThis.checks = (() => {
  let shift = 0;
  const count = list => { for (const entry of list.getEntries()) shift += entry.value; };
  const observer = new PerformanceObserver(count);
  observer.observe({ type: "layout-shift", buffered: true });

  const name = element => {
    const text = (element.getAttribute("aria-label") || element.textContent || element.name || "").trim();
    const classes = [...element.classList].map(word => "." + word).join("");
    return `${element.tagName.toLowerCase()}${classes} “${text.replace(/\s+/g, " ").slice(0, 40)}”`;
  };
  const elements = () => [...document.body.querySelectorAll("*")];
  const painted = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  // What is there for the ear alone is clipped to nothing.
  const isClippedAway = element => element && (getComputedStyle(element).clipPath === "inset(50%)" || isClippedAway(element.parentElement));
  const isShown = element => element.checkVisibility() && !isClippedAway(element);
  const scrolls = element => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);

  const tabStops = () => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter(element => element.tabIndex >= 0 && !element.disabled && element.checkVisibility());
  const looks = element => [element, ...element.querySelectorAll("*")].map(part => {
    const style = getComputedStyle(part);
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1 && style.outline;
    return [outline, style.boxShadow, style.borderColor, style.backgroundColor, style.stroke, style.strokeWidth].join();
  }).join(";");
  // A column beside another is read as a whole, whichever comes first; nothing else comes before what is above it.
  // What lies on a map lies where it lies, and is read in the order of its names.
  const isRead = (after, before) => {
    const map = after.closest("svg");
    if (map && map === before.closest("svg")) return true;
    const [a, b] = [after.getBoundingClientRect(), before.getBoundingClientRect()];
    const isAbove = a.bottom <= b.top + 1 && a.left < b.right && b.left < a.right;
    const isLeft = a.right <= b.left + 1 && a.top < b.bottom && b.top < a.bottom;
    let common = after;
    while (!common.contains(before)) common = common.parentElement;
    return !isAbove && !(isLeft && getComputedStyle(common).display !== "grid");
  };
  let stops = [];

  return {
    /** How many times Tab is pressed to come to everything. */
    countTabStops: () => tabStops().length,

    /** Notes, from now on, what has the focus. */
    watchFocus() {
      stops = [];
      addEventListener("focusin", ({ target }) => {
        const box = target.getBoundingClientRect();
        stops.push({ element: target, looks: looks(target), isOutside: box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth });
      });
    },

    /** What was wrong with what had the focus: passed over, out of order, out of sight, or not marked. */
    focusFaults() {
      document.activeElement.blur();
      scrollTo(0, 0);
      const reached = stops.map(stop => stop.element);
      const expected = tabStops();
      return [
        ...expected.filter(element => !reached.includes(element)).map(element => `not reached: ${name(element)}`),
        ...stops.filter(stop => stop.isOutside).map(stop => `out of sight: ${name(stop.element)}`),
        ...stops.filter(stop => stop.looks === looks(stop.element)).map(stop => `not marked: ${name(stop.element)}`),
        ...stops.slice(2).map((stop, index) => [stop.element, stops[index + 1].element])
          .filter(([after, before]) => !isRead(after, before))
          .map(([after, before]) => `${name(after)} stands before ${name(before)} and has the focus after it`),
      ];
    },

    /** What can be scrolled sideways, and so is cut off on paper. */
    cutOnPaper: () => elements().filter(element => isShown(element) && getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1).map(name),

    /**
     * Has nothing seen before the page is there whole: what moves after that is moved by the page itself, by its
     * pictures, fonts or later scripts, and not by how much of it had arrived when the machine came to paint it.
     */
    showWhole() {
      const hidden = new CSSStyleSheet();
      hidden.replaceSync("html { display: none !important }");
      document.adoptedStyleSheets = [hidden];
      document.addEventListener("readystatechange", () => { document.adoptedStyleSheets = []; }, { once: true });
    },

    /**
     * How far what is seen moves while the page arrives, block by block, as a parser makes it: the share of the window
     * that moves, times how far, added up as for the Cumulative Layout Shift. The page is made again element by element
     * and measured after each block; no clock and no painting is in it, so it is the same on any machine.
     */
    arrive() {
      const whole = document.body.cloneNode(true);
      document.body.replaceChildren();
      scrollTo(0, 0);
      let total = 0;
      let seen = new Map();
      const leaves = [];
      const measure = () => {
        const now = new Map();
        let [area, distance] = [0, 0];
        for (const leaf of leaves) {
          const box = leaf.getBoundingClientRect();
          if (!box.width || !box.height || box.top >= innerHeight || box.bottom <= 0) continue;
          now.set(leaf, box);
          const old = seen.get(leaf);
          const moved = old ? Math.max(Math.abs(box.left - old.left), Math.abs(box.top - old.top)) : 0;
          if (moved < 3) continue;
          area += box.width * box.height + old.width * old.height;
          distance = Math.max(distance, moved);
        }
        seen = now;
        total += Math.min(area / (innerWidth * innerHeight), 1) * distance / Math.max(innerWidth, innerHeight);
      };
      const build = (source, made) => {
        for (const node of source.childNodes) {
          const isDrawing = node.nodeName === "svg";
          const own = node.cloneNode(isDrawing);
          made.append(own);
          if (node.nodeType !== Node.ELEMENT_NODE) continue;
          if (isDrawing || !node.firstElementChild) leaves.push(own);
          if (!isDrawing) build(node, own);
          if (getComputedStyle(own).display !== "inline") measure();
        }
      };
      build(whole, document.body);
      return total;
    },

    /** How far the layout moved by itself since the page began to load. */
    async shift() {
      await painted();
      for (const entry of observer.takeRecords()) shift += entry.value;
      return shift;
    },

    /** What is wider than the window, where the page can be scrolled sideways. */
    overflow() {
      const width = document.documentElement.clientWidth;
      if (document.scrollingElement.scrollWidth <= width) return [];
      const wide = elements().filter(element => {
        if (element.getBoundingClientRect().right <= width + 0.5) return false;
        for (let box = element.parentElement; box; box = box.parentElement) if (scrolls(box)) return false;
        return true;
      });
      return [`the page is ${document.scrollingElement.scrollWidth} px wide`, ...wide.slice(-3).map(name)];
    },

    /** What is cut off when a reader spaces the text as WCAG 1.4.12 lets her. */
    cutBySpacing() {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
        p { margin-bottom: 2em !important }`);
      const sheets = document.adoptedStyleSheets;
      document.adoptedStyleSheets = [...sheets, sheet];
      const cut = elements().filter(element => {
        const style = getComputedStyle(element);
        const hides = axis => ["hidden", "clip"].includes(style["overflow" + axis]);
        return isShown(element) && !element.closest("svg")
          && (hides("X") && element.scrollWidth > element.clientWidth + 1
            || hides("Y") && element.scrollHeight > element.clientHeight + 1);
      });
      const found = [...this.overflow(), ...cut.map(element => `cut off: ${name(element)}`)];
      document.adoptedStyleSheets = sheets;
      return found;
    },

    /** Opens all that can be unfolded; returns how to fold it again. */
    unfold() {
      const folded = [...document.querySelectorAll("details:not([open])")];
      for (const details of folded) details.open = true;
      this.fold = () => { for (const details of folded) details.open = false; };
    },

    /** The page without its words: pages that are alike in it look alike and are built alike. */
    frame() {
      return document.documentElement.outerHTML
        .replace(/>[^<]*\S[^<]*</g, ">words<")
        .replace(/>\s+</g, "><")
        .replace(/ (href|content|datetime|value|src)="[^"]+"/g, " $1");
    },

    /** Where everything stands; equal as long as nothing but colours differs. */
    boxes() {
      return elements().map(element => {
        const box = element.getBoundingClientRect();
        return [box.x, box.y, box.width, box.height, getComputedStyle(element).visibility].join();
      }).join(";");
    },

    /** What axe finds, a line for each rule and element. */
    async axe(rules) {
      const options = { resultTypes: ["violations"], preload: false };
      if (rules) options.runOnly = { type: "rule", values: rules };
      else options.rules = { "target-size": { enabled: true } };
      const { violations } = await axe.run(document, options);
      return violations.flatMap(rule => rule.nodes.map(node => `${rule.id} at ${node.target.join(" ")}`));
    },
  };
})();
