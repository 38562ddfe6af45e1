-- Which papers are the same one in another version or format: `signed` papers have a signature, `alike` signatures are of one
-- paper (each pair both ways), `heirs` took another paper's place. Families are the connected parts of all three.
CREATE TABLE signatures (
    id INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL UNIQUE,
    words INTEGER,
    draft INTEGER NOT NULL,
    value BLOB NOT NULL
);
CREATE INDEX signatures_words ON signatures (words) WHERE words IS NOT NULL;

CREATE TABLE signed (
    paper INTEGER PRIMARY KEY REFERENCES papers (id) ON DELETE CASCADE,
    signature INTEGER NOT NULL REFERENCES signatures (id)
);
CREATE INDEX signed_signature ON signed (signature);

-- What a signature may be found by.
CREATE TABLE keys (
    key INTEGER NOT NULL,
    signature INTEGER NOT NULL,
    PRIMARY KEY (key, signature)
) WITHOUT ROWID;

CREATE TABLE alike (
    one INTEGER NOT NULL,
    other INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;

CREATE TABLE heirs (
    paper INTEGER PRIMARY KEY REFERENCES papers (id) ON DELETE CASCADE,
    heir_of INTEGER NOT NULL REFERENCES papers (id)
);
CREATE INDEX heirs_of ON heirs (heir_of);

-- How many ingests had come to their end when the family was founded: of two that turn out to be one the older wins, of two
-- of one age that with the smaller founder.
ALTER TABLE families ADD COLUMN born INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX families_founder ON families (founder);

-- Until now a family was a place's versions.
INSERT INTO heirs
    SELECT papers.id, founding.id FROM papers
    JOIN families ON families.id = papers.family JOIN papers AS founding ON founding.hash = founder
    WHERE papers.id <> founding.id;

-- There while some papers have no signature: those that were put before there were any.
INSERT INTO meta SELECT 'unsigned', '' WHERE EXISTS (SELECT 1 FROM papers);
