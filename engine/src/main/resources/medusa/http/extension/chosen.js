// What people choose and drop, and what becomes of it. Found are `{names, file}` and `{names, problem}`: folders without a file,
// and before what is in them.

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
