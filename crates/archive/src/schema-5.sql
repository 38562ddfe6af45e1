-- What a run did beyond its figures, as JSON that whoever wrote it reads. Written anew with each batch of the run.
CREATE TABLE reports (
    run INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    report TEXT NOT NULL
);
