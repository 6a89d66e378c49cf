// Deletions on the page of a folder, and what uploads share with them. Without scripts the page shows none of that.
//
// Names of files may be anything: they come into the page as text only, and into addresses percent-encoded. Every address is
// relative to the page, which may stand behind any prefix. All files of the page's script share one scope, which is theirs alone.

const byId = id => document.getElementById(id);
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
