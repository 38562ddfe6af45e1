#!/usr/bin/env python3
"""The rankings that PostgreSQL's full text in Danish gives for the judged questions, as the example `relevance` takes them.

    crates/index/benches/relevance.py FILE            then: cargo run --release -p index --example relevance -- PostgreSQL=FILE

Titles weigh more (`setweight` A over D); questions are read by `websearch_to_tsquery`, ranked by `ts_rank`.
"""
import json, pathlib, sys, tempfile

from peers import TOP, Postgres, literal

TABLE = "CREATE TABLE papers (id text, words tsvector);"
ADD = """INSERT INTO papers VALUES ({id},
    setweight(to_tsvector('danish', {title}), 'A') || setweight(to_tsvector('danish', {text}), 'D'));"""
ASK = """SELECT id FROM papers, websearch_to_tsquery('danish', {query}) AS asked
    WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC, id LIMIT 10;"""


def main():
    judged = json.loads((TOP / "fixtures/search/relevance.json").read_text())
    with tempfile.TemporaryDirectory() as home:
        server = Postgres(pathlib.Path(home))
        server.start()
        try:
            rows = [ADD.format(**{key: literal(paper[key]) for key in ("id", "title", "text")}) for paper in judged["papers"]]
            server.psql(TABLE + "\n".join(rows))
            asked = [query["query"] for query in judged["queries"]]
            found = {query: server.psql(ASK.format(query=literal(query))).split() for query in asked}
        finally:
            server.stop()
    pathlib.Path(sys.argv[1]).write_text(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
