// Uploads. A job is a file or a folder to be made; `names` lead to it from this folder. Its state: waiting, running,
// resting, asking (whether to replace), failed; then it is done or dropped, and gone.

// At one time: more would not be faster, and would take connections from others.
const MOST_RUNNING = 3;
// Of all that waits and failed; a dropped folder may hold a hundred thousand files.
const MOST_ROWS = 100;
const MEASURED_MS = 500;
// How often one upload comes back to a server that is busy, and after how many seconds at most.
const MOST_TRIES = 20;
const LONGEST_WAIT = 30;

const put = byId("put");
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
