-- What people said of papers' values. One is about the paper it was made at and about the other versions of its family:
-- `newest` was the archive's last paper then, so that it can be told which versions came later.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    newest INTEGER NOT NULL,
    correction TEXT NOT NULL
);
CREATE INDEX corrections_paper ON corrections (paper);

-- How many values of its record people corrected, confirmed or dismissed, or did in vain.
ALTER TABLE papers ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;

-- Values of the records that a person should look at: how much each matters, 0 most, and until when. Written anew with each record.
CREATE TABLE doubts (
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    day TEXT,
    PRIMARY KEY (paper, ord)
) WITHOUT ROWID;
CREATE INDEX doubts_rank ON doubts (rank, day);

-- There while the doubts of some papers are not written: of those that were put before there were any.
INSERT INTO meta SELECT 'undoubted', '' WHERE EXISTS (SELECT 1 FROM papers);
