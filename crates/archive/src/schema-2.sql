-- Files that are no papers of their own but hold some (zip): which version of the reader opened them.
CREATE TABLE containers (
    place INTEGER PRIMARY KEY REFERENCES places (id) ON DELETE CASCADE,
    reader INTEGER NOT NULL
);
