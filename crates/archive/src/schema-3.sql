-- Questions that are kept under a name. `options` is whoever saved them to read; `seen` is the number of the last change of
-- the archive that an answer to "what is new" has taken in. A search that is saved anew has another id.
CREATE TABLE searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    options TEXT NOT NULL,
    saved TEXT NOT NULL,
    seen INTEGER NOT NULL,
    asked TEXT
);
