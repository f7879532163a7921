// Drives Chromium through a pair of pipes: no port, no library.
//
//     const browser = await Browser.start();
//     const page = await browser.open();
//     await page.show("/path/index.html", {width: 320, theme: "dark"});
//     await page.evaluate("document.title");
//     await browser.stop();
"use strict";
const { spawn } = require("child_process");
const fs = require("fs");
const os = require("os");
const path = require("path");

class Browser {
    static async start() {
        const browser = new Browser();
        browser.folder = fs.mkdtempSync(path.join(os.tmpdir(), "chromium-"));
        // Its own sandbox needs what containers and root do not have; what is
        // shown here is ours.
        browser.process = spawn("chromium", [
            "--headless=new", "--no-sandbox", "--disable-gpu",
            "--hide-scrollbars", "--no-first-run", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-component-update",
            "--remote-debugging-pipe", "--user-data-dir=" + browser.folder,
            "about:blank",
        ], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
        browser.last = 0;
        browser.waiting = new Map();
        browser.listeners = [];
        browser.listen();
        return browser;
    }

    // Messages are JSON, each ended by a 0.
    listen() {
        let text = "";
        this.process.on("error", (error) => this.fail(error));
        this.process.on("exit", () => this.fail(new Error("chromium ended")));
        this.process.stdio[4].on("data", (bytes) => {
            text += bytes;
            for (let end; (end = text.indexOf("\0")) >= 0;) {
                this.take(JSON.parse(text.slice(0, end)));
                text = text.slice(end + 1);
            }
        });
    }

    take(message) {
        const waiting = this.waiting.get(message.id);
        if (waiting === undefined) {
            this.listeners.forEach((listener) => listener(message));
            return;
        }
        this.waiting.delete(message.id);
        if (message.error)
            waiting.reject(new Error(message.error.message));
        else
            waiting.resolve(message.result);
    }

    fail(error) {
        this.waiting.forEach((waiting) => waiting.reject(error));
        this.waiting.clear();
    }

    send(method, params = {}, sessionId = undefined) {
        const id = ++this.last;
        return new Promise((resolve, reject) => {
            this.waiting.set(id, { resolve, reject });
            this.process.stdio[3].write(
                JSON.stringify({ id, method, params, sessionId }) + "\0");
        });
    }

    async open() {
        const { targetId } = await this.send("Target.createTarget",
            { url: "about:blank" });
        const { sessionId } = await this.send("Target.attachToTarget",
            { targetId, flatten: true });
        const page = new Page(this, sessionId);
        await page.begin();
        return page;
    }

    async stop() {
        const ended = new Promise((resolve) =>
            this.process.once("exit", resolve));
        this.send("Browser.close").catch(() => {});
        const timer = setTimeout(() => this.process.kill("SIGKILL"), 3000);
        await ended;
        clearTimeout(timer);
        fs.rmSync(this.folder, { recursive: true, force: true });
    }
}

class Page {
    constructor(browser, session) {
        this.browser = browser;
        this.session = session;
        this.requests = []; // addresses, since the last show
        this.complaints = []; // what the console said
    }

    send(method, params) {
        return this.browser.send(method, params, this.session);
    }

    async begin() {
        this.browser.listeners.push((message) => {
            if (message.sessionId === this.session)
                this.hear(message.method, message.params);
        });
        for (const domain of ["Page", "Network", "Runtime", "Log"])
            await this.send(domain + ".enable");
    }

    hear(method, params) {
        if (method === "Network.requestWillBeSent")
            this.requests.push(params.request.url);
        if (method === "Log.entryAdded")
            this.complaints.push(params.entry.text);
        if (method === "Runtime.exceptionThrown")
            this.complaints.push(params.exceptionDetails.text);
        if (method === "Page.loadEventFired" && this.loaded)
            this.loaded();
    }

    async show(file, { width = 1280, height = 900, theme = "light" } = {}) {
        await this.send("Emulation.setDeviceMetricsOverride",
            { width, height, deviceScaleFactor: 1, mobile: false });
        await this.send("Emulation.setEmulatedMedia",
            { features: [{ name: "prefers-color-scheme", value: theme }] });
        this.requests = [];
        this.complaints = [];
        const loaded = new Promise((resolve) => { this.loaded = resolve; });
        await this.send("Page.navigate", { url: "file://" + file });
        await loaded;
    }

    async evaluate(expression) {
        const answer = await this.send("Runtime.evaluate",
            { expression, awaitPromise: true, returnByValue: true });
        if (answer.exceptionDetails)
            throw new Error(answer.exceptionDetails.exception.description);
        return answer.result.value;
    }
}

module.exports = { Browser };
