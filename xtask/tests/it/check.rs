//! `cargo xtask check` prints a line for each API and check, and its exit code is the required step.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use schema_codegen::diff::Step;
use schema_codegen::surface::parse;
use xtask::apis::{self, Api};
use xtask::check::{self, Line, Outcome, compare_surfaces, exit_code, since};

fn api(name: &str) -> &'static Api {
    Api::named(name).expect("one of our APIs")
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("check").args(arguments).env_remove("DOCUMENTED_EXAMPLES");
    command.output().expect("the program was built")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Returns whether the tests are run in a git repository. Otherwise there is no revision to compare with.
fn has_revisions() -> bool {
    let output = Command::new("git").args(["rev-parse", "--verify", "HEAD"]).output();
    output.is_ok_and(|output| output.status.success())
}

#[test]
fn every_api_passes_every_check() {
    if !has_revisions() {
        return;
    }
    let output = run(&[]);
    let text = stdout(&output);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 1 + 5 * apis::all().expect("valid configurations").len() + 1, "{text}");
    assert_eq!(lines[0], "API                   CHECK      RESULT   DETAIL");
    for (api, lines) in apis::all().expect("valid configurations").iter().zip(lines[1..].chunks(5)) {
        let results = lines.iter().map(|line| (line[..22].trim(), line[22..33].trim(), line[33..42].trim()));
        let results: Vec<_> = results.collect();
        let ok = ["lock", "code", "surface"].map(|check| (api.name.as_str(), check, "ok"));
        assert_eq!(results[..3], ok, "{text}");
        assert_eq!(results[3], (api.name.as_str(), "published", "skipped"), "{text}");
        // Uncommitted changes of a schema are differences.
        assert_eq!((results[4].0, results[4].1), (api.name.as_str(), "base"), "{text}");
    }
    assert!(lines.last().is_some_and(|line| line.starts_with("semver step: ")), "{text}");
    assert!(matches!(output.status.code(), Some(0 | 2 | 3)), "{:?}: {text}", output.status);
}

/// Creates a folder of published files that contains our schema of Graph with a change.
fn published(change: impl Fn(String) -> String) -> tempfile::TempDir {
    let graph = Api::named("graph-calls").expect("one of our APIs");
    let text = fs::read_to_string(graph.schema_dir().join("calls.csdl.xml")).expect("our schema");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("graph/v1.0-Prod.csdl");
    fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
    fs::write(path, change(text)).expect("the temporary folder is writable");
    folder
}

#[test]
fn a_published_file_with_different_facts_fails() {
    if !has_revisions() {
        return;
    }
    let of = |folder: &tempfile::TempDir| {
        run(&["--api", "graph-calls", "--published", &folder.path().display().to_string()])
    };
    let same = of(&published(|text| text));
    assert!(stdout(&same).contains("published  ok       779 facts compared"), "{}", stdout(&same));
    let other = of(&published(|text| {
        text.replace("<Member Name=\"incoming\" Value=\"0\">", "<Member Name=\"inbound\" Value=\"0\">")
    }));
    let text = stdout(&other);
    assert!(
        text.contains("published  FAILED   779 facts compared, 0 differences accepted, 4 open"),
        "{text}"
    );
    assert!(text.contains("run `cargo xtask schema verify --api graph-calls --schema "), "{text}");
    assert!(text.ends_with("1 of 5 checks failed\n"), "{text}");
    assert_eq!(other.status.code(), Some(1));
    let broken = of(&published(|text| text.replace("</edmx:Edmx>", "")));
    let text = stdout(&broken);
    assert!(text.contains("published  FAILED   ") && text.contains("v1.0-Prod.csdl: line "), "{text}");
    assert_eq!(broken.status.code(), Some(1));
}

#[test]
fn a_base_that_is_not_a_revision_is_an_error() {
    let output = run(&["--base", "no-such-revision"]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        error,
        "error: \"no-such-revision\" is not a revision\n  help: use a git revision such as HEAD~1\n"
    );
}

#[test]
fn the_step_follows_from_the_facts_at_the_base() {
    let base = parse("type A: object\ntype A.x: string?\n");
    for (new, step, counts) in [
        ("type A: object\ntype A.x: string?\n", Step::None, "0 added, 0 removed"),
        ("type A: object\ntype A.x: string? | null\n", Step::Patch, "0 added, 0 removed"),
        ("type A: object\ntype A.x: string?\ntype A.y: int?\n", Step::Minor, "1 added, 0 removed"),
        ("type A: object\n", Step::Major, "0 added, 1 removed"),
    ] {
        let (outcome, detail) = since(api("ews-um"), "v1", &base, &parse(new));
        assert_eq!(outcome, Outcome::Step(step), "{detail}");
        assert!(detail.contains(counts) && detail.contains(" since v1"), "{detail}");
        let list = "run `cargo xtask schema diff v1 crates/ews-um/src/generated/surface.txt --api ews-um`";
        assert_eq!(detail.contains(list), step != Step::None, "{detail}");
    }
}

#[test]
fn an_outdated_surface_fails() {
    let surface = parse("type A: object\ntype A.x: string?\n");
    let found = compare_surfaces(api("ews-um"), &surface, &surface);
    assert_eq!(found, (Outcome::Passed, "2 facts match surface.txt".to_owned()));
    let (outcome, detail) = compare_surfaces(api("ews-um"), &parse("type A: object\n"), &surface);
    assert_eq!(outcome, Outcome::Failed);
    assert_eq!(
        detail,
        "surface.txt does not match the schemas (different facts: 1): run `cargo xtask codegen --api ews-um` and review the diff"
    );
}

#[test]
fn the_exit_code_is_that_of_the_worst_line() {
    let line = |outcome| Line { api: "a", check: "code", outcome, detail: "d".to_owned() };
    let [passed, skipped, failed] = [Outcome::Passed, Outcome::Skipped, Outcome::Failed].map(line);
    let [patch, minor, major] = [Step::Patch, Step::Minor, Step::Major].map(|step| line(Outcome::Step(step)));
    for (lines, code, end) in [
        (vec![passed.clone(), skipped], 0, "semver step: none, the types do not change\n"),
        (vec![passed.clone(), patch], 2, "semver step: patch\n"),
        (vec![minor.clone(), passed], 2, "semver step: minor (before 1.0: patch)\n"),
        (vec![minor, major.clone()], 3, "semver step: major (before 1.0: minor)\n"),
        (vec![major, failed], 1, "1 of 2 checks failed\n"),
    ] {
        assert_eq!(exit_code(&lines), code);
        assert!(check::text(&lines).ends_with(end), "{}", check::text(&lines));
    }
}
