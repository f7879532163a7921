// What is looked at from inside of a page; put into it by pages_test.js.
"use strict";
var inspect = {
    // Text that is harder to read than 4.5 to 1, each as a sentence; the ground
    // is that of the nearest ancestor that has one.
    contrast() {
        const faults = new Set();
        const walker = document.createTreeWalker(document.body,
            NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode());) {
            const element = node.parentElement;
            if (!node.data.trim() || element.closest("style,script") ||
                !element.getClientRects().length)
                continue;
            const style = getComputedStyle(element);
            const svg = element instanceof SVGElement;
            const text = inspect.colour(svg ? style.fill : style.color);
            const ratio = inspect.ratio(text, inspect.ground(element));
            if (ratio < 4.5)
                faults.add(ratio.toFixed(2) + ": " +
                    node.data.trim().slice(0, 40));
        }
        return [...faults];
    },
    colour(text) {
        return text.match(/[\d.]+/g).map(Number);
    },
    ground(element) {
        for (; element; element = element.parentElement) {
            const found =
                inspect.colour(getComputedStyle(element).backgroundColor);
            if (found[3] !== 0)
                return found;
        }
        return [255, 255, 255];
    },
    luminance([r, g, b]) {
        const part = (c) => (c /= 255) <= 0.04045
            ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    },
    ratio(one, other) {
        const [low, high] = [one, other].map(inspect.luminance)
            .sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    },

    // By how many pixels the page can be scrolled sideways.
    overflow() {
        return document.documentElement.scrollWidth - innerWidth;
    },

    // Text that is cut off: wider than its box, which cannot be scrolled.
    cut() {
        return [...document.querySelectorAll("main *")].filter((e) =>
            e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 &&
            !e.closest(".scroll,svg") &&
            getComputedStyle(e).display !== "inline")
            .map((e) => e.tagName + ": " + e.textContent.slice(0, 40));
    },

    // What a reader by ear or keyboard needs.
    structure() {
        const faults = [];
        const all = (what) => [...document.querySelectorAll(what)];
        if (all("h1").length !== 1)
            faults.push(all("h1").length + " headings of level 1");
        let level = 1;
        for (const heading of all("h1,h2,h3,h4")) {
            const now = Number(heading.tagName[1]);
            if (now > level + 1)
                faults.push("a level is left out before " +
                    heading.textContent);
            level = now;
        }
        for (const head of all("th:not([scope])"))
            faults.push("a head without a scope: " + head.textContent);
        const ids = all("[id]").map((e) => e.id);
        for (const id of ids.filter((id, i) => ids.indexOf(id) !== i))
            faults.push("twice: " + id);
        for (const link of all("a[href^='#']"))
            if (!ids.includes(link.getAttribute("href").slice(1)))
                faults.push("leads nowhere: " + link.getAttribute("href"));
        for (const e of all("[tabindex]"))
            if (e.tabIndex > 0)
                faults.push("out of order: " + e.tagName);
        return faults;
    },

    links() {
        return [...document.querySelectorAll("a[href]")]
            .map((a) => a.href).filter((href) => !href.includes("#"));
    },

    async axe() {
        const result = await axe.run(document, {
            resultTypes: ["violations", "incomplete"],
        });
        const name = (r) => r.id + ": " + r.nodes.length + ", first " +
            r.nodes.map((n) => n.target).join(" ").slice(0, 200);
        return { violations: result.violations.map(name),
            undecided: result.incomplete.map(name) };
    },
};
