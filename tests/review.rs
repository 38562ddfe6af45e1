//! What is doubtful is listed, worst first, and answered by a key.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::support::{Place, ended, run};

/// Papers with a doubt each, the file's name telling which.
fn doubtful() -> Place {
    let place = Place::new();
    let paper = |name: &str, says: &str| {
        let text = format!("Notat om {name}\n\nAarhus, den 3. marts 2022\n\n{says}\n");
        place.write(&format!("papers/{name}.txt"), text);
    };
    paper(
        "ugedag",
        "Ansøgningen skal indsendes senest mandag den 15. maj 2022.",
    );
    paper("aar", "Bemærkninger sendes senest den 1. april.");
    paper(
        "moede",
        "Udvalget mødes mandag den 14. juni 2022 på rådhuset.",
    );
    paper(
        "fortid",
        "Ansøgningen skal indsendes senest mandag den 15. maj 2012.",
    );
    paper(
        "sikker",
        "Ansøgningen skal indsendes senest den 15. maj 2022.",
    );
    let taken = run(place.udvalg(["ingest", "-q", "papers"]));
    assert_eq!(taken.code, 0, "{}", taken.err);
    place
}

fn listed(place: &Place, args: &[&str]) -> Vec<Value> {
    let all = ["review", "--json", "--as-of", "2022-03-10"]
        .iter()
        .chain(args);
    let listed = run(place.udvalg(all.copied())).out;
    listed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn paths(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["path"].as_str().unwrap())
        .collect()
}

#[test]
fn a_deadline_ahead_comes_first_and_what_is_past_last() {
    let place = doubtful();
    let items = listed(&place, &[]);
    assert_eq!(
        paths(&items),
        ["ugedag.txt", "aar.txt", "moede.txt", "fortid.txt"],
        "{items:#?}"
    );
    assert_eq!(items[0]["why"][0]["code"], "weekday-mismatch");
    assert_eq!(items[1]["why"][0]["code"], "year-inferred");
    assert!(
        items[1]["sentence"]
            .as_str()
            .unwrap()
            .contains("‹senest den 1. april›"),
        "{}",
        items[1]
    );
    assert_eq!(
        paths(&listed(&place, &["--role", "meeting"])),
        ["moede.txt"]
    );
    assert_eq!(
        paths(&listed(
            &place,
            &["--role", "deadline", "--from", "2022-05-01"]
        )),
        ["ugedag.txt"]
    );
    assert_eq!(paths(&listed(&place, &["-n", "1"])), ["ugedag.txt"]);
    let told = run(place.udvalg(["review", "--as-of", "2022-03-10", "-n", "1"]));
    assert!(
        told.out.contains("weekday-mismatch") && told.err.contains("more: --limit N"),
        "{told:?}"
    );
    // What a person has looked at is doubtful no more.
    let value = items[0]["value"].as_str().unwrap();
    let confirm = [
        "correct",
        "ugedag.txt",
        value,
        "--confirm",
        "--by",
        "Kirsten",
    ];
    assert_eq!(run(place.udvalg(confirm)).code, 0);
    assert_eq!(
        paths(&listed(&place, &[])),
        ["aar.txt", "moede.txt", "fortid.txt"]
    );
}

#[test]
fn a_deadline_that_an_earlier_version_puts_on_another_day() {
    let place = Place::new();
    let text = |day: &str| {
        format!(
            "Høring over lokalplan 12\n\nAarhus, den 3. marts 2022\n\nHøringssvar om planen sendes til kommunen senest den {day} maj 2022. \
             Planen giver plads til boliger, en skole, en park og en vej langs åen, og den har været drøftet med naboerne på to møder, \
             hvor de fleste sagde, at vejen er for bred og parken for lille.\n"
        )
    };
    place.write("papers/plan.txt", text("15."));
    assert_eq!(run(place.udvalg(["ingest", "-q", "papers"])).code, 0);
    assert!(listed(&place, &[]).is_empty());
    place.write("papers/plan.txt", text("20."));
    assert_eq!(run(place.udvalg(["ingest", "-q", "papers"])).code, 0);
    let items = listed(&place, &[]);
    assert_eq!(items.len(), 1, "{items:#?}");
    assert_eq!(items[0]["why"][0]["code"], "moved");
    assert!(
        items[0]["why"][0]["message"]
            .as_str()
            .unwrap()
            .contains("2022-05-15"),
        "{items:#?}"
    );
}

/// Runs the review on a terminal of Python's, types the keys one by one as they are asked for, and tells what was printed and whether
/// the terminal was left as it was. What begins with ! is a command of `udvalg` that runs before the next key.
const TERMINAL: &str = r#"
import os, pty, select, sys, termios, time
leader, follower = pty.openpty()
before = termios.tcgetattr(follower)
child = os.fork()
if child == 0:
    os.setsid()
    for fd in (0, 1, 2): os.dup2(follower, fd)
    os.execv(sys.argv[2], sys.argv[2:])
seen, asked, keys = b"", 0, sys.argv[1].split("|")
end = time.time() + 60
while time.time() < end:
    ready, _, _ = select.select([leader], [], [], 0.1)
    if ready:
        seen += os.read(leader, 65536)
    prompts = seen.count(b"q quit") + seen.count(b"an amount): ")
    if prompts > asked and keys:
        asked = prompts
        if keys[0].startswith("!"):
            os.system(f"'{sys.argv[2]}' {keys.pop(0)[1:]} > /dev/null")
        os.write(leader, keys.pop(0).encode().decode("unicode_escape").encode("latin-1"))
    done, status = os.waitpid(child, os.WNOHANG)
    if done:
        break
else:
    os.kill(child, 9)
    sys.exit("never ended: " + seen.decode())
same = termios.tcgetattr(follower) == before
print("code", os.waitstatus_to_exitcode(status), "terminal", "as before" if same else "changed")
print(seen.decode())
"#;

fn on_a_terminal(place: &Place, keys: &str) -> String {
    let mut command = Command::new("python3");
    command.args(["-", keys]);
    let review = place.udvalg(["review", "--as-of", "2022-03-10", "--by", "Kirsten"]);
    command.arg(review.get_program()).args(review.get_args());
    for (name, value) in review.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.current_dir(place.path(""));
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(TERMINAL.as_bytes())
        .unwrap();
    let ended = ended(child.wait_with_output().unwrap());
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out
}

#[test]
fn answers_are_written_at_once_and_the_terminal_is_left_as_it_was() {
    let place = doubtful();
    // The first is edited, the second confirmed, undone and dismissed, the third skipped; then Ctrl-C.
    let seen = on_a_terminal(&place, r"e|16. maj 2022\n|y|u|d|s|\x03");
    assert!(seen.starts_with("code 0 terminal as before"), "{seen}");
    assert!(seen.contains("2 of 4 answered"), "{seen}");
    assert!(seen.contains(" set to 2022-05-16  deadline"), "{seen}");
    assert!(seen.contains(" confirmed: 2022-04-01  deadline"), "{seen}");
    assert!(seen.contains(" dismissed: 2022-04-01  deadline"), "{seen}");
    let list = run(place.udvalg(["correct", "--list", "--json"])).out;
    let said: Vec<Value> = list
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(paths(&said), ["ugedag.txt", "aar.txt"], "{list}");
    assert_eq!(
        (&said[0]["now"]["start"], &said[0]["by"]),
        (&"2022-05-16".into(), &"Kirsten".into())
    );
    assert_eq!(said[1]["now"], Value::Null);
    assert_eq!(paths(&listed(&place, &[])), ["moede.txt", "fortid.txt"]);
    let opened = on_a_terminal(&place, "o|q");
    assert!(!opened.contains("16. maj"), "{opened}");
}

#[test]
fn arrows_and_function_keys_answer_nothing() {
    let place = doubtful();
    // Left, F3, F4, F2, Escape alone, the end of a left that came late: each holds the letter of an answer.
    let seen = on_a_terminal(&place, r"\x1b[D|\x1bOR|\x1bOS|\x1bOQ|\x1b|[D|y|q");
    assert!(seen.starts_with("code 0 terminal as before"), "{seen}");
    assert!(seen.contains("1 of 4 answered"), "{seen}");
    let said: Value =
        serde_json::from_str(&run(place.udvalg(["correct", "--list", "--json"])).out).unwrap();
    assert_eq!(said["path"], "ugedag.txt");
    assert_eq!(said["was"], said["now"], "{said}");
}

#[test]
fn a_warning_keeps_its_name_when_the_one_before_it_is_settled() {
    let place = Place::new();
    place.write(
        "papers/to.txt",
        "Notat om to\n\nAarhus, den 3. marts 2022\n\nAnsøgningen skal indsendes senest mandag den 15. maj 2022.\n\n\
         Mødet holdes den 31. juni 2022.\n",
    );
    assert_eq!(run(place.udvalg(["ingest", "-q", "papers"])).code, 0);
    let items = listed(&place, &[]);
    let names: Vec<_> = items.iter().map(|item| &item["value"]).collect();
    assert_eq!(names.len(), 2, "{items:#?}");
    assert_eq!(names[1], "w2", "{items:#?}");
    let seen = on_a_terminal(&place, "y|y|q");
    assert!(seen.contains("2 of 2 answered"), "{seen}");
    assert!(listed(&place, &[]).is_empty());
}

#[test]
fn what_became_another_one_is_shown_anew() {
    let place = doubtful();
    let date = listed(&place, &[])[0]["value"].as_str().unwrap().to_owned();
    let meanwhile = format!("!correct ugedag.txt {date} --to 2022-05-20 --by Ida");
    let seen = on_a_terminal(&place, &format!("{meanwhile}|y|y|q"));
    assert!(seen.contains("is another one by now: look again"), "{seen}");
    assert!(seen.contains("1 of 4 answered"), "{seen}");
    let kept = run(place.udvalg(["correct", "--list", "--json"])).out;
    let last: Value = serde_json::from_str(kept.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&last["by"], &last["now"]["start"]),
        (&"Kirsten".into(), &"2022-05-20".into())
    );
}

#[test]
fn what_was_taken_back_is_undone_too_and_what_someone_else_undid_ends_nothing() {
    let place = doubtful();
    let date = listed(&place, &[])[0]["value"].as_str().unwrap().to_owned();
    // The correction that is taken back is one that was made meanwhile.
    let meanwhile = format!("!correct ugedag.txt {date} --to 2022-05-20 --by Ida");
    let seen = on_a_terminal(&place, &format!("{meanwhile}|y|r|u|q"));
    assert!(seen.starts_with("code 0 terminal as before"), "{seen}");
    assert!(seen.contains("0 of 4 answered"), "{seen}");
    let kept = run(place.udvalg(["correct", "--list", "--json"])).out;
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(
        (&kept["by"], &kept["now"]["start"]),
        (&"Ida".into(), &"2022-05-20".into())
    );
    let seen = on_a_terminal(&place, "y|!correct aar.txt --undo --by Ida|u|s|q");
    assert!(seen.starts_with("code 0 terminal as before"), "{seen}");
    assert!(seen.contains("was not corrected"), "{seen}");
}
