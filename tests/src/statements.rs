//! Checks the table of statements in `tests/seeds.md`: what it points at must exist.

/// The columns of each table.
const HEADER: &str = "| Statement | Holds | Kept in | Test |";
/// What the column `Test` says of a statement that only documentation keeps.
const DOCUMENTATION: &str = "documentation";

/// What a check has found.
#[derive(Debug, Default)]
pub struct Checked {
    /// How many statements the tables have.
    pub statements: usize,
    /// What is wrong, with the line.
    pub faults: Vec<String>,
}

/// Checks all tables of a page. `read` gives the text of a file of the repository, or `None` if there is no such file.
pub fn check(page: &str, read: impl Fn(&str) -> Option<String>) -> Checked {
    let mut checked = Checked::default();
    let mut lines = page.lines().enumerate().filter(|(_, line)| line.starts_with('|'));
    while let Some((number, line)) = lines.next() {
        if line == HEADER {
            // The line below the header.
            lines.next();
            continue;
        }
        checked.statements += 1;
        if let Err(fault) = check_row(line, &read) {
            checked.faults.push(format!("line {}: {fault}", number + 1));
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
        let in_file = if test == DOCUMENTATION { documentation(&file) } else { joined(&file) };
        if !in_file.contains(&joined(text)) {
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

/// The places in a cell: pairs of a path and what is to be found there, each as code.
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

/// A text with single spaces between its words, and without the marks of comments and of code: what is wrapped in one
/// place need not be in another.
fn joined(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !["//", "///", "//!"].contains(word));
    words.collect::<Vec<_>>().join(" ").replace('`', "")
}

/// The comments of Rust code; all of a file that has none, such as a page or a schema.
fn documentation(file: &str) -> String {
    let comments: Vec<_> = file.lines().filter(|line| line.trim_start().starts_with("//")).collect();
    if comments.is_empty() { joined(file) } else { joined(&comments.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Option<String> {
        (path == "a.rs").then(|| "/// Says\n/// more of `it`.\nstruct It;\n#[test]\nfn it_is() {}".to_owned())
    }

    fn faults(row: &str) -> Vec<String> {
        let checked = check(&format!("# Title\n\n{HEADER}\n| --- | --- | --- | --- |\n{row}\n"), read);
        assert_eq!(checked.statements, 1);
        checked.faults
    }

    #[test]
    fn places_that_exist_are_no_faults() {
        for row in [
            "| A | yes | `a.rs`: `struct It` | `a.rs`: `it_is` |",
            "| A | no: why | `a.rs`: `struct It`, `a.rs`: `it_is` | `a.rs`: `it_is` |",
            "| A | in part: why | `a.rs`: `says more of it.` | documentation |"
                .replace("says", "Says")
                .as_str(),
        ] {
            assert!(faults(row).is_empty(), "{:?}", faults(row));
        }
    }

    #[test]
    fn whatever_is_missing_is_a_fault_with_its_line() {
        for (row, fault) in [
            ("| A | yes | `b.rs`: `struct It` | `a.rs`: `it_is` |", "there is no file b.rs"),
            ("| A | yes | `a.rs`: `struct That` | `a.rs`: `it_is` |", "a.rs does not contain `struct That`"),
            ("| A | yes | `a.rs`: `struct It` | `a.rs`: `it` |", "a.rs has no test `it`"),
            ("| A | yes | `a.rs`: `struct It` | `b.rs`: `it_is` |", "there is no file b.rs"),
            ("| A | yes | `a.rs`: `struct It` | documentation |", "a.rs does not contain `struct It`"),
            ("| A | yes | `a.rs` | documentation |", "`a.rs` is not a valid place"),
            ("| A | yes | a.rs | documentation |", "`a.rs` is not a valid place"),
            ("| A | yes | `a.rs`: `struct It` | |", "`` is not a valid place"),
            ("| A | no | `a.rs`: `struct It` | `a.rs`: `it_is` |", "`no` is not a valid value of Holds"),
            ("| | yes | `a.rs`: `struct It` | `a.rs`: `it_is` |", "the statement is empty"),
            ("| A | yes | `a.rs`: `struct It` |", "3 cells"),
        ] {
            let faults = faults(row);
            assert!(
                matches!(&faults[..], [one] if one.starts_with(&format!("line 5: {fault}"))),
                "{faults:?}"
            );
        }
    }
}
