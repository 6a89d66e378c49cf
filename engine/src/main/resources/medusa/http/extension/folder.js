// Uploads and deletions on the page of a folder. Without this script the page shows none of that.
//
// Names of files may be anything: they come into the page as text only, and into addresses percent-encoded. Every address is
// relative to the page, which may stand behind any prefix.
(() => {
    "use strict";
    // At one time: more would not be faster, and would take connections from others.
    const MOST_RUNNING = 3;
    // Of all that waits and failed; a dropped folder may hold a hundred thousand files.
    const MOST_ROWS = 100;
    const MEASURED_MS = 500;
    // How often one upload comes back to a server that is busy, and after how many seconds at most.
    const MOST_TRIES = 20;
    const LONGEST_WAIT = 30;

    const byId = id => document.getElementById(id);
    const put = byId("put");
    const said = byId("said");

    const WORDS = {
        0: "The connection broke, or the file could not be read.",
        400: "Such a name is not taken here.",
        401: "You would have to log in for that.",
        403: "You may not do that.",
        404: "There is nothing there any more.",
        405: "A folder has this name, or nothing can be put here.",
        408: "The server has waited too long for it.",
        409: "Its folder is not there, or something that is no folder has that name.",
        411: "The server wants to know its size beforehand.",
        412: "There is one with this name already.",
        413: "It is larger than the server takes.",
        414: "Its name is too long.",
        429: "That was too much at once. Try again soon.",
        503: "The server is busy. Try again soon.",
        507: "There is no room left for it.",
    };
    const words = (status, special = {}) => (special[status] ?? WORDS[status]
        ?? (status < 500 ? "The server refused that." : "The server failed.")) + (status ? ` (${status})` : "");

    // As the page's own names: no character that could move the text around it.
    const shown = name => name.replace(/[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
        c => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));

    const size = bytes => {
        const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        let unit = 0;
        for (; bytes >= 1024 && unit < units.length - 1; unit++) {
            bytes /= 1024;
        }
        return `${unit && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)} ${units[unit]}`;
    };
    const count = (number, what) => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;

    const element = (tag, text = "", className = "") => {
        const made = document.createElement(tag);
        made.textContent = text;
        made.className = className;
        return made;
    };
    const button = (text, click) => {
        const made = element("button", text);
        made.type = "button";
        made.onclick = click;
        return made;
    };
    const say = (text, failed = false) => {
        said.textContent = text;
        said.classList.toggle("failed", failed);
    };

    // XMLHttpRequest, since it alone tells how much has been sent. Status 0: there was no answer.
    const send = (method, address, done, body = null, fields = {}, progress = null) => {
        const request = new XMLHttpRequest();
        request.open(method, address);
        Object.entries(fields).forEach(field => request.setRequestHeader(...field));
        request.upload.onprogress = progress;
        request.onloadend = () => done(request.status, request);
        request.send(body);
        return request;
    };

    // The entries as they are now, in place, so that messages and the place on the page stay.
    const refresh = () => {
        const old = document.querySelector("table");
        if (!old) {
            return;
        }
        const request = new XMLHttpRequest();
        request.open("GET", location.search || "./");
        request.setRequestHeader("Accept", "text/html");
        request.responseType = "document";
        request.onload = () => {
            const table = request.status === 200 && request.response && request.response.querySelector("table");
            if (table) {
                const row = old.contains(document.activeElement) ? document.activeElement.closest("tr").rowIndex : -1;
                old.replaceWith(document.adoptNode(table));
                offerDeletion(table);
                if (row >= 0) {
                    (table.rows[Math.min(row, table.rows.length - 1)].querySelector(".del button")
                        ?? table.querySelector("a")).focus();
                }
            }
        };
        request.send();
    };

    // The one dialog. `act` gets what was typed, and `wrong` for saying why that will not do; then the dialog stays.
    const ask = ({question, name, yes, bad, act}) => {
        const dialog = byId("ask");
        const input = byId("new-name");
        const wrong = text => byId("wrong").textContent = text;
        byId("question").replaceChildren(...question);
        byId("yes").textContent = yes;
        byId("yes").classList.toggle("bad", bad);
        input.hidden = !name;
        input.value = "";
        wrong("");
        byId("no").onclick = () => dialog.close();
        byId("yes").onclick = () => act(input.value, wrong, () => dialog.close());
        input.onkeydown = event => {
            if (event.key === "Enter" && !event.isComposing) {
                byId("yes").click();
            }
        };
        dialog.showModal();
        (name ? input : byId("no")).focus();
    };

    // Deletions

    const nameIn = row => row.querySelector("th a").textContent;

    const offerDeletion = table => {
        table.querySelectorAll("tbody .del").forEach(cell => {
            const made = button("", () => askToDelete(cell.parentElement));
            made.title = "Delete";
            made.setAttribute("aria-label", "Delete " + nameIn(cell.parentElement));
            cell.append(made);
        });
    };

    const askToDelete = row => {
        const name = nameIn(row);
        // Not the name that is shown: that of the link is right to the byte.
        const address = row.querySelector("th a").getAttribute("href");
        const isFolder = address.endsWith("/");
        ask({
            question: [isFolder ? "Delete the folder " : "Delete ", element("b", name), "? ",
                isFolder ? "It has to be empty." : "It cannot be brought back."],
            yes: "Delete",
            bad: true,
            act: (_, wrong, close) => {
                close();
                send("DELETE", address, status => {
                    const gone = status >= 200 && status < 300 || status === 404;
                    say(gone ? `${name} is deleted.` : `${name} is still there: ${words(status, {
                        0: "The connection broke.",
                        403: "You may not delete it.",
                        409: "The folder is not empty.",
                    })}`, !gone);
                    if (gone) {
                        row.querySelector(".del button").focus();
                        refresh();
                    }
                });
            },
        });
    };

    document.querySelectorAll("table").forEach(offerDeletion);
    if (!put) {
        return;
    }

    // Uploads. A job is a file or a folder to be made; `names` lead to it from this folder. Its state: waiting, running,
    // resting, asking (whether to replace), failed; then it is done or dropped, and gone.

    const replaces = "replaces" in put.dataset;
    const jobs = new Set();
    const running = new Set();
    let folders = [];
    let files = [];
    // A folder is being made: what comes into it has to wait.
    let making = null;
    // Those that the server was too busy for.
    const resting = new Set();
    let mostRunning = MOST_RUNNING;
    let done = {files: 0, folders: 0, bytes: 0};
    let speed = 0;
    let measured = {at: 0, bytes: 0};
    let due = 0;

    // Throws for a name that is not text.
    const address = job => job.names.map(encodeURIComponent).join("/") + (job.file ? "" : "/");

    const inState = state => [...jobs].filter(job => job.state === state);

    const turnTo = (job, state, text = "") => {
        job.state = state;
        job.text = text;
        if (state === "waiting") {
            (job.file ? files : folders).push(job);
        }
        if (job.row) {
            fill(job);
        }
        soon();
    };

    const leave = job => {
        jobs.delete(job);
        resting.delete(job);
        job.row?.remove();
        soon();
    };

    const finish = job => {
        done[job.file ? "files" : "folders"]++;
        done.bytes += job.file?.size ?? 0;
        leave(job);
    };

    const make = job => {
        making = job;
        turnTo(job, "running");
        job.request = send("MKCOL", address(job), status => {
            making = null;
            if (job.state === "running") {
                if (status === 201 || status === 405) { // 405: there already (RFC 4918, section 9.3.1)
                    finish(job);
                } else {
                    turnTo(job, "failed", words(status));
                    inState("waiting").filter(other => other !== job && job.names.every((name, i) => name === other.names[i]))
                        .forEach(other => turnTo(other, "failed", "Its folder could not be made."));
                }
            }
            pump();
        });
    };

    const upload = job => {
        running.add(job);
        job.loaded = 0;
        job.measured = {at: performance.now(), bytes: 0};
        job.speed = 0;
        turnTo(job, "running");
        job.request = send("PUT", address(job), (status, request) => {
            running.delete(job);
            if (job.state === "running") {
                if (status >= 200 && status < 300) {
                    finish(job);
                } else if ((status === 503 || status === 429) && job.tries++ < MOST_TRIES) {
                    rest(job, Number(request.getResponseHeader("Retry-After")) || 2);
                } else if (status === 400 && job.names.at(-1) === ".DS_Store") {
                    leave(job); // a Mac puts one into every folder, and nobody misses it
                } else if (status === 412 && replaces && !job.replace) {
                    turnTo(job, "asking", WORDS[412]);
                } else {
                    turnTo(job, "failed", words(status, {
                        403: replaces ? "You may not put this here."
                            : "You may not put this here, or there is one with this name already.",
                    }));
                }
            }
            pump();
        }, job.file, job.replace ? {} : {"If-None-Match": "*"}, event => {
            job.loaded = Math.min(event.loaded, job.file.size);
            job.speed = rate(job.measured, job.loaded, job.speed);
            fill(job);
            soon();
        });
    };

    // He may not send that many at once, perhaps: fewer from now on.
    const rest = (job, seconds) => {
        mostRunning = Math.max(1, Math.min(mostRunning, running.size));
        turnTo(job, "resting", WORDS[503]);
        resting.add(job);
        setTimeout(() => {
            if (resting.delete(job)) {
                turnTo(job, "waiting");
                pump();
            }
        }, Math.min(seconds, LONGEST_WAIT) * 1000);
    };

    // Bytes a second since it was measured last.
    const rate = (last, bytes, before) => {
        const now = performance.now();
        if (now - last.at < MEASURED_MS) {
            return before;
        }
        const result = Math.max(0, bytes - last.bytes) * 1000 / (now - last.at);
        last.at = now;
        last.bytes = bytes;
        return result;
    };

    const nextOf = queue => {
        let job = queue.shift();
        while (job && job.state !== "waiting") {
            job = queue.shift();
        }
        return job;
    };

    const start = (job, how) => {
        try {
            how(job);
        } catch {
            running.delete(job);
            making = making === job ? null : making;
            turnTo(job, "failed", "Its name is no text.");
        }
    };

    const pump = () => {
        while (!making && running.size < mostRunning) {
            const folder = nextOf(folders);
            const job = folder ?? nextOf(files);
            if (!job) {
                break;
            }
            start(job, folder ? make : upload);
        }
        soon();
        if (!isBusy()) {
            settle();
        }
    };

    const isBusy = () => making !== null || running.size + resting.size > 0;

    // All that could be done has been.
    const settle = () => {
        const {files, folders} = done;
        if (files + folders > 0) {
            const what = [files && count(files, "file"), folders && count(folders, "folder")].filter(Boolean).join(", ");
            say(`${what} put here.`);
            refresh();
        }
        done = {files: 0, folders: 0, bytes: 0};
    };

    const cancel = job => {
        const request = job.state === "running" ? job.request : null;
        leave(job);
        job.state = "dropped";
        request?.abort();
        pump();
    };

    const again = (chosen, replace) => {
        chosen.forEach(job => {
            job.replace = replace;
            job.tries = 0;
            turnTo(job, "waiting");
        });
        pump();
    };

    // What is seen of the jobs

    const fill = job => {
        if (!job.row) {
            job.row = element("li");
            job.bar = element("progress");
            job.bar.setAttribute("aria-label", shown(job.names.at(-1)));
            job.note = element("small");
            job.actions = element("div");
            job.row.append(element("span", job.names.map(shown).join("/") + (job.file ? "" : "/")), job.note, job.bar, job.actions);
            byId("rows").append(job.row);
        }
        const stopped = job.state === "failed" || job.state === "asking";
        const share = job.state === "running" && job.file?.size ? job.loaded / job.file.size : 0;
        job.bar.value = share;
        job.note.textContent = job.text || (job.state === "waiting"
            ? (job.file ? size(job.file.size) : "")
            : `${Math.floor(share * 100)}%${job.speed ? `, ${size(job.speed)}/s` : ""}`);
        if (job.drawn !== job.state) {
            job.drawn = job.state;
            job.row.className = stopped ? "stopped " + job.state : job.state;
            job.actions.replaceChildren(...actions(job));
        }
    };

    const actions = job => {
        switch (job.state) {
            case "asking":
                return [button("Replace", () => again([job], true)), button("Keep", () => cancel(job))];
            case "failed":
                return [button("Try again", () => again([job], job.replace)), button("Dismiss", () => cancel(job))];
            default:
                return [button("Cancel", () => cancel(job))];
        }
    };

    const soon = () => {
        due ||= setTimeout(draw, 100);
    };

    const draw = () => {
        due = 0;
        const rows = byId("rows");
        if (rows.childElementCount < MOST_ROWS / 2) {
            for (const job of jobs) {
                if (!job.row) {
                    fill(job);
                }
                if (rows.childElementCount >= MOST_ROWS) {
                    break;
                }
            }
        }
        byId("jobs").hidden = jobs.size === 0;
        const states = {waiting: 0, resting: 0, running: 0, asking: 0, failed: 0};
        let left = 0;
        jobs.forEach(job => {
            states[job.state]++;
            left += job.state === "asking" || job.state === "failed" ? 0 : job.file?.size ?? 0;
        });
        const sent = done.bytes + [...running].reduce((sum, job) => sum + job.loaded, 0);
        const all = done.bytes + left;
        speed = isBusy() ? rate(measured, sent, speed) : 0;
        byId("sum").textContent = [
            isBusy() && `${done.files + done.folders} of ${done.files + done.folders + states.waiting + states.resting + states.running} done`,
            isBusy() && `${size(sent)} of ${size(all)}`,
            speed && `${size(speed)}/s`,
            states.asking && `${states.asking} there already`,
            states.failed && `${states.failed} failed`,
            jobs.size > rows.childElementCount && `${jobs.size - rows.childElementCount} more not shown`,
        ].filter(Boolean).join(" · ");
        byId("total").hidden = !isBusy();
        byId("total").value = all ? sent / all : 0;
        byId("replace-all").hidden = states.asking < 2;
        byId("again-all").hidden = states.failed < 2;
        byId("cancel-all").textContent = isBusy() ? "Cancel all" : "Dismiss all";
    };

    byId("replace-all").onclick = () => again(inState("asking"), true);
    byId("again-all").onclick = () => inState("failed").forEach(job => again([job], job.replace));
    byId("cancel-all").onclick = () => {
        const all = [...jobs];
        folders = [];
        files = [];
        all.filter(job => job.state !== "running").forEach(leave);
        all.filter(job => job.state === "running").forEach(cancel);
        pump();
    };
    window.addEventListener("beforeunload", event => {
        if (isBusy()) {
            event.preventDefault();
        }
    });

    // What was chosen: `{names, file}`, or `{names, problem}`, folders without a file and before what is in them

    const add = found => {
        say("");
        found.forEach(({names, file, problem}) => {
            const job = {names, file, replace: false, loaded: 0, tries: 0};
            jobs.add(job);
            turnTo(job, problem ? "failed" : "waiting", problem);
            if (problem) {
                fill(job);
            }
        });
        pump();
    };

    // A list of files knows folders by the paths of its files only.
    const withFolders = chosen => {
        const made = new Map();
        const found = [];
        chosen.forEach(file => {
            const names = (file.webkitRelativePath || file.name).split("/");
            for (let depth = 1; depth < names.length; depth++) {
                made.set(names.slice(0, depth).join("/"), {names: names.slice(0, depth)});
            }
            found.push({names, file});
        });
        return [...made.values(), ...found];
    };

    const walk = async (entry, above, found) => {
        const names = [...above, entry.name];
        try {
            if (entry.isFile) {
                found.push({names, file: await new Promise((ok, failed) => entry.file(ok, failed))});
                return;
            }
            found.push({names});
            const reader = entry.createReader();
            for (;;) { // a browser gives a hundred at a time
                const some = await new Promise((ok, failed) => reader.readEntries(ok, failed));
                if (some.length === 0) {
                    return;
                }
                for (const each of some) {
                    await walk(each, names, found);
                }
            }
        } catch {
            found.push({names, problem: "It could not be read."});
        }
    };

    const drop = async items => {
        // All before the first wait: after it the browser has forgotten them.
        const dropped = [...items].filter(item => item.kind === "file")
            .map(item => item.webkitGetAsEntry?.() ?? item.getAsFile()).filter(Boolean);
        const found = [];
        say("Reading what was dropped…");
        for (const each of dropped) {
            if (each instanceof File) {
                found.push({names: [each.name], file: each});
            } else {
                await walk(each, [], found);
            }
        }
        add(found);
    };

    const bringsFiles = event => event.dataTransfer?.types.includes("Files");
    const mark = over => document.body.classList.toggle("over", over);
    window.addEventListener("dragover", event => {
        if (bringsFiles(event)) {
            event.preventDefault();
            event.dataTransfer.dropEffect = "copy";
            mark(true);
        }
    });
    window.addEventListener("dragleave", event => event.relatedTarget ?? mark(false));
    window.addEventListener("drop", event => {
        if (bringsFiles(event)) {
            event.preventDefault();
            mark(false);
            drop(event.dataTransfer.items);
        }
    });

    [["files", "picked-files"], ["folder", "picked-folder"]].forEach(([id, inputId]) => {
        const input = byId(inputId);
        byId(id).onclick = () => input.click();
        input.onchange = () => {
            add(withFolders([...input.files]));
            input.value = ""; // so that the same can be chosen again
        };
    });
    byId("folder").hidden = !("webkitdirectory" in byId("picked-folder"));

    byId("make").onclick = () => ask({
        question: ["Name of the new folder"],
        name: true,
        yes: "Make",
        bad: false,
        act: (name, wrong, close) => {
            if (name === "" || name === "." || name === ".." || /[\/\0]/.test(name) || !name.isWellFormed()) {
                wrong("A folder cannot have this name.");
                return;
            }
            send("MKCOL", encodeURIComponent(name) + "/", status => {
                if (status === 201) {
                    close();
                    say(`The folder ${shown(name)} is made.`);
                    refresh();
                } else {
                    wrong(words(status, {
                        0: "The connection broke.",
                        405: "There is something with this name already.",
                        409: "This folder is not there any more.",
                    }));
                }
            });
        },
    });

    put.hidden = false;
})();
