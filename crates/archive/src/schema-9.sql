-- What was recognised in pictures of pages, deflated. `key` stands for the picture, the recogniser and its languages.
CREATE TABLE recognised (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    page BLOB NOT NULL
);

-- Pages of papers that are pictures. `state` is 0 for one that waits, 1 for one that was recognised, 2 for one that failed;
-- `seen` is what was recognised in it, also while it waits to be recognised again; `engine` is what recognised it or failed.
CREATE TABLE scans (
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    seen INTEGER REFERENCES recognised (id),
    engine TEXT,
    reason TEXT,
    message TEXT,
    PRIMARY KEY (paper, page)
) WITHOUT ROWID;
CREATE INDEX scans_waiting ON scans (paper) WHERE state = 0;
CREATE INDEX scans_seen ON scans (seen);
