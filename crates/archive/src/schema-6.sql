-- When each change came to be; of changes from before, nobody noted it.
ALTER TABLE changes ADD COLUMN at TEXT;

-- Families that papers came to or left without being put anew. A family's earlier line goes when a new one is written.
CREATE TABLE regrouped (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    family INTEGER NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX regrouped_family ON regrouped (family);

-- What calendars were given. An entry is of the family that its paper is in now; `made_in` and `n` are where its uid comes
-- from, and n is never given twice within a family and a role. `shown` is a record. Rows are never dropped: what was
-- withdrawn and comes back is the same entry.
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    made_in INTEGER NOT NULL,
    role TEXT NOT NULL,
    n INTEGER NOT NULL,
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    shown TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    withdrawn TEXT,
    UNIQUE (made_in, role, n)
);
CREATE INDEX entries_paper ON entries (paper);

-- How far the entries of a role follow `changes` and `regrouped`; a role that no calendar asked for has no line.
CREATE TABLE settled (
    role TEXT PRIMARY KEY,
    change INTEGER NOT NULL,
    regrouped INTEGER NOT NULL
) WITHOUT ROWID;
