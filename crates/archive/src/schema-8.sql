-- Calendars on servers, and what was pushed to them: an entry is known by its UID; `etag` is the server's tag of what we wrote
-- last, `hash` and `span` are what that was and when it was shown. `gone`: another client has deleted it, and that was told.
-- `ctag` is the server's mark of a state in which all was as it is here; none where that is not known.
CREATE TABLE collections (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    ctag TEXT
);

CREATE TABLE pushed (
    collection INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    uid TEXT NOT NULL,
    path TEXT NOT NULL,
    etag TEXT NOT NULL,
    hash TEXT NOT NULL,
    span TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    at TEXT NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (collection, uid)
) WITHOUT ROWID;
