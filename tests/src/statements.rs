//! Checks the tables of statements in `tests/seeds.md`: each file, text and test that they name must exist.

/// The columns of each table.
const HEADER: &str = "| Statement | Holds | Kept in | Test |";
/// The value of the column `Test` if only documentation keeps the statement.
const DOCUMENTATION: &str = "documentation";

/// The result of a check.
#[derive(Debug, Default)]
pub struct Checked {
    /// The number of statements in the tables.
    pub statements: usize,
    /// The errors, with their line numbers.
    pub errors: Vec<String>,
}

/// Checks all tables of a page. `read` returns the text of a file in the repository, or `None` if it does not exist.
pub fn check(page: &str, read: impl Fn(&str) -> Option<String>) -> Checked {
    let mut checked = Checked::default();
    let mut lines = page.lines().enumerate().filter(|(_, line)| line.starts_with('|'));
    while let Some((number, line)) = lines.next() {
        if line == HEADER {
            // The line `| --- |` below the header.
            lines.next();
            continue;
        }
        checked.statements += 1;
        if let Err(error) = check_row(line, &read) {
            checked.errors.push(format!("line {}: {error}", number + 1));
        }
    }
    checked
}

fn check_row(row: &str, read: &impl Fn(&str) -> Option<String>) -> Result<(), String> {
    let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
    let [statement, holds, kept, test] = cells[..] else {
        return Err(format!("{} cells (expected those of `{HEADER}`)", cells.len()));
    };
    if statement.is_empty() {
        return Err("the statement is empty".to_owned());
    }
    let has_reason = ["no: ", "in part: "].iter().any(|start| holds.starts_with(start));
    if holds != "yes" && !has_reason {
        return Err(format!(
            "`{holds}` is not a valid value of Holds (expected yes, `no: REASON` or `in part: REASON`)"
        ));
    }
    for (path, text) in places(kept)? {
        let file = read(path).ok_or_else(|| format!("there is no file {path}"))?;
        let in_file = if test == DOCUMENTATION { documentation(&file) } else { normalized(&file) };
        if !in_file.contains(&normalized(text)) {
            return Err(format!("{path} does not contain `{text}`"));
        }
    }
    if test == DOCUMENTATION {
        return Ok(());
    }
    for (path, name) in places(test)? {
        let file = read(path).ok_or_else(|| format!("there is no file {path}"))?;
        if !file.contains(&format!("fn {name}(")) {
            return Err(format!("{path} has no test `{name}`"));
        }
    }
    Ok(())
}

/// Returns the places in a cell, which are pairs of a path and a text in that file, both in backticks.
fn places(cell: &str) -> Result<Vec<(&str, &str)>, String> {
    let code: Vec<_> = cell.split('`').skip(1).step_by(2).collect();
    if code.is_empty() || code.len() % 2 != 0 {
        return Err(format!(
            "`{}` is not a valid place (expected pairs of PATH and TEXT)",
            cell.replace('`', "")
        ));
    }
    Ok(code.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect())
}

/// Removes comment markers and backticks, and puts single spaces between words, so that line breaks do not matter.
fn normalized(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !["//", "///", "//!"].contains(word));
    words.collect::<Vec<_>>().join(" ").replace('`', "")
}

/// Returns the comments of Rust code, or the whole file if it has none, as a page or a schema.
fn documentation(file: &str) -> String {
    let comments: Vec<_> = file.lines().filter(|line| line.trim_start().starts_with("//")).collect();
    if comments.is_empty() { normalized(file) } else { normalized(&comments.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Option<String> {
        (path == "a.rs")
            .then(|| "/// Returns\n/// the `id`.\nstruct Id;\n#[test]\nfn id_is_set() {}".to_owned())
    }

    fn errors(row: &str) -> Vec<String> {
        let checked = check(&format!("# Title\n\n{HEADER}\n| --- | --- | --- | --- |\n{row}\n"), read);
        assert_eq!(checked.statements, 1);
        checked.errors
    }

    #[test]
    fn a_row_whose_places_exist_has_no_errors() {
        for row in [
            "| A | yes | `a.rs`: `struct Id` | `a.rs`: `id_is_set` |",
            "| A | no: why | `a.rs`: `struct Id`, `a.rs`: `id_is_set` | `a.rs`: `id_is_set` |",
            "| A | in part: why | `a.rs`: `Returns the id.` | documentation |",
        ] {
            assert!(errors(row).is_empty(), "{:?}", errors(row));
        }
    }

    #[test]
    fn a_row_with_a_missing_part_is_an_error_with_its_line() {
        for (row, error) in [
            ("| A | yes | `b.rs`: `struct Id` | `a.rs`: `id_is_set` |", "there is no file b.rs"),
            (
                "| A | yes | `a.rs`: `struct Key` | `a.rs`: `id_is_set` |",
                "a.rs does not contain `struct Key`",
            ),
            ("| A | yes | `a.rs`: `struct Id` | `a.rs`: `id` |", "a.rs has no test `id`"),
            ("| A | yes | `a.rs`: `struct Id` | `b.rs`: `id_is_set` |", "there is no file b.rs"),
            ("| A | yes | `a.rs`: `struct Id` | documentation |", "a.rs does not contain `struct Id`"),
            ("| A | yes | `a.rs` | documentation |", "`a.rs` is not a valid place"),
            ("| A | yes | a.rs | documentation |", "`a.rs` is not a valid place"),
            ("| A | yes | `a.rs`: `struct Id` | |", "`` is not a valid place"),
            ("| A | no | `a.rs`: `struct Id` | `a.rs`: `id_is_set` |", "`no` is not a valid value of Holds"),
            ("| | yes | `a.rs`: `struct Id` | `a.rs`: `id_is_set` |", "the statement is empty"),
            ("| A | yes | `a.rs`: `struct Id` |", "3 cells"),
        ] {
            let errors = errors(row);
            let [only] = &errors[..] else { panic!("{errors:?}") };
            assert!(only.starts_with(&format!("line 5: {error}")), "{errors:?}");
        }
    }
}
