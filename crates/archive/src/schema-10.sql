-- Signatures know now whose paper it is: all are made anew from what the archive holds, and families with them.
DELETE FROM signed;
DELETE FROM keys;
DELETE FROM alike;
DELETE FROM signatures;
INSERT OR IGNORE INTO meta SELECT 'unsigned', '' WHERE EXISTS (SELECT 1 FROM papers);

-- Few files are gone: those that are can be listed without a look at the others.
CREATE INDEX places_missing ON places (paper) WHERE missing <> 0;
