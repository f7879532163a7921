// Looks at pages in Chromium: wide and narrow, light and dark.
//
//     node tests/pages/pages_test.js FOLDER [AXE]
//
// FOLDER is what pages-write has written; AXE is axe.min.js. The last line is
// `N passed, N failed`.
"use strict";
const fs = require("fs");
const path = require("path");
const { Browser } = require("./chromium.js");

const folder = path.resolve(process.argv[2]);
const axe = process.argv[3] && fs.readFileSync(process.argv[3], "utf8");
const inspect = fs.readFileSync(path.join(__dirname, "inspect.js"), "utf8");

const pages = ["index.html", "similar.html", "students/s0000.html",
    "students/s0001.html", "students/s0002.html", "students/s0004.html",
    "students/s0010.html"];
const themes = ["light", "dark"];
const looks = [[320, "light"], [320, "dark"], [768, "light"], [1280, "dark"],
    [1920, "light"]];

let passed = 0;
let failed = 0;
let undecided = 0;

function check(claim, faults) {
    if (faults.length === 0) {
        passed++;
        return;
    }
    failed++;
    console.log("FAIL " + claim);
    faults.slice(0, 5).forEach((fault) => console.log("     " + fault));
}

async function show(page, name, options) {
    await page.show(path.join(folder, name), options);
    // All that can be opened, so that all of it is looked at.
    await page.evaluate("document.querySelectorAll('details')" +
        ".forEach((d) => { d.open = true; })");
    await page.evaluate(inspect);
}

async function checkOnce(page, name) {
    await show(page, name, {});
    const asked = page.requests.filter((url) =>
        url !== "file://" + path.join(folder, name));
    check(name + " asks for nothing", asked);
    check(name + " makes nobody complain", page.complaints);
    check(name + " has no script", await page.evaluate(
        "[...document.scripts].map((s) => s.outerHTML.slice(0, 60))"));
    check(name + " is built to be read by ear and keyboard",
        await page.evaluate("inspect.structure()"));
    const links = await page.evaluate("inspect.links()");
    check(name + " leads only to what is there", links.filter((url) =>
        !fs.existsSync(decodeURIComponent(url.replace("file://", "")))));
    check(name + " does not move",
        await page.evaluate("document.getAnimations().map(String)"));
}

async function checkLook(page, name, width, theme) {
    const where = name + ", " + width + " px, " + theme;
    await show(page, name, { width, theme });
    const overflow = await page.evaluate("inspect.overflow()");
    check(where + ": no sideways scroll",
        overflow > 0 ? [overflow + " px too wide"] : []);
    check(where + ": nothing is cut off",
        await page.evaluate("inspect.cut()"));
    check(where + ": text can be read",
        await page.evaluate("inspect.contrast()"));
}

// What axe cannot decide is contrast, which was calculated above.
async function checkAxe(page, name, theme) {
    await show(page, name, { theme });
    await page.evaluate(axe);
    const result = await page.evaluate("inspect.axe()");
    check(name + ", " + theme + ": axe finds nothing", result.violations);
    check(name + ", " + theme + ": axe is undecided of contrast only",
        result.undecided.filter((text) => !text.startsWith("color-contrast")));
    undecided += result.undecided.length;
}

async function main() {
    const browser = await Browser.start();
    const page = await browser.open();
    for (const name of pages) {
        await checkOnce(page, name);
        for (const [width, theme] of looks)
            await checkLook(page, name, width, theme);
        for (const theme of axe ? themes : [])
            await checkAxe(page, name, theme);
    }
    await browser.stop();
    if (axe)
        console.log("axe was undecided " + undecided + " times");
    else
        console.log("axe-core was not run: it could not be fetched");
    console.log(passed + " passed, " + failed + " failed");
    process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

main().catch((error) => {
    console.log("FAIL " + error.stack);
    console.log(passed + " passed, " + (failed + 1) + " failed");
    process.exit(1);
});
