-- Blobs are deflated. Days are ISO 8601 text, times are RFC 3339 in UTC; both sort as text.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The same paper over versions and formats. Given once and kept; `changes` counts how often what it says changed since.
CREATE TABLE families (
    id INTEGER PRIMARY KEY,
    founder TEXT NOT NULL,
    changed TEXT NOT NULL,
    changes INTEGER NOT NULL DEFAULT 0
);

-- A paper is its bytes. One without a place was replaced or pruned: it is kept for its history and shown nowhere.
CREATE TABLE papers (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    family INTEGER NOT NULL REFERENCES families (id),
    format TEXT NOT NULL,
    size INTEGER NOT NULL,
    pages INTEGER,
    kind TEXT NOT NULL,
    title TEXT,
    date TEXT,
    reader INTEGER NOT NULL,
    rules INTEGER NOT NULL,
    vocabulary TEXT NOT NULL
);
CREATE INDEX papers_family ON papers (family);

CREATE TABLE contents (
    paper INTEGER PRIMARY KEY REFERENCES papers (id) ON DELETE CASCADE,
    text BLOB NOT NULL,
    layout BLOB NOT NULL,
    record BLOB NOT NULL
);

-- Where files stand. A place whose file could not be read has a failure, and the paper last read there, if any. `missing` is 1
-- for a file that is gone, 2 for one that is gone with the file it lies in.
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    location TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    missing INTEGER NOT NULL DEFAULT 0,
    paper INTEGER REFERENCES papers (id)
);
CREATE INDEX places_path ON places (path, location);
CREATE INDEX places_paper ON places (paper, path, location);

CREATE TABLE failures (
    place INTEGER PRIMARY KEY REFERENCES places (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    reader INTEGER NOT NULL,
    at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    run INTEGER REFERENCES runs (id)
);
CREATE INDEX failures_reason ON failures (reason);
CREATE INDEX failures_run ON failures (run);

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,
    ended TEXT,
    reason TEXT,
    read INTEGER NOT NULL DEFAULT 0,
    known INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    missing INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0
);

-- Values of the records, for questions that put several conditions to one value. Written anew with each record.
CREATE TABLE dates (
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    role TEXT NOT NULL,
    first TEXT,
    last TEXT,
    value TEXT NOT NULL,
    PRIMARY KEY (paper, ord)
) WITHOUT ROWID;
CREATE INDEX dates_last ON dates (role, last);

CREATE TABLE members (
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    name TEXT,
    role TEXT,
    title TEXT,
    organisation TEXT,
    party TEXT,
    appointed_by TEXT,
    attendance TEXT,
    body TEXT,
    page INTEGER,
    quote TEXT NOT NULL,
    PRIMARY KEY (paper, ord)
) WITHOUT ROWID;
CREATE INDEX members_name ON members (name);

CREATE TABLE amounts (
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    ore INTEGER NOT NULL,
    max_ore INTEGER,
    currency TEXT NOT NULL,
    role TEXT NOT NULL,
    label TEXT,
    year INTEGER,
    per TEXT,
    approximate INTEGER NOT NULL,
    page INTEGER,
    quote TEXT NOT NULL,
    PRIMARY KEY (paper, ord)
) WITHOUT ROWID;
CREATE INDEX amounts_role ON amounts (role, year);

CREATE TABLE organisations (
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (paper, ord)
) WITHOUT ROWID;
CREATE INDEX organisations_name ON organisations (name);

CREATE TABLE case_numbers (
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (paper, ord)
) WITHOUT ROWID;
CREATE INDEX case_numbers_value ON case_numbers (value);

-- The outbox. A paper's earlier line goes when a new one is written: a reader needs the last state only.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    paper INTEGER NOT NULL,
    op TEXT NOT NULL
);
CREATE INDEX changes_paper ON changes (paper);
