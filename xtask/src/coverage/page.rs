//! The coverage as a self-contained HTML page. It can be read without its script, which only sorts and
//! filters.

use super::{ApiCoverage, Count, Coverage, GROUPS, Row};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Returns the page.
#[must_use]
pub fn html(coverage: &Coverage) -> String {
    let sections: String = coverage.apis.iter().map(|api| section(api, coverage.has_documented)).collect();
    let links: String =
        coverage.apis.iter().map(|api| format!("<a href=\"#{0}\">{0}</a> ", escape(api.api))).collect();
    let documented = if coverage.has_documented {
        "<b>Documented</b> counts the payloads of the public documentation."
    } else {
        "Documented payloads were not available."
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>What payloads show of the schemas</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>What payloads show of the schemas</h1>\n\
         <p>How many payloads each type, member, enum value and operation occurs in. <b>Ours</b> counts those of \
         <code>tests/examples</code>. {documented} A row with a mark occurs in none.</p>\n\
         <nav>{links}</nav>\n</header>\n\
         <form id=\"tools\" role=\"search\" hidden>\n\
         <label>Filter <input id=\"filter\" type=\"search\" placeholder=\"part of a name\"></label>\n\
         <label><input id=\"missing\" type=\"checkbox\"> only what occurs in none</label>\n\
         <output id=\"shown\"></output>\n</form>\n<main>\n{sections}</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

fn section(api: &ApiCoverage, has_documented: bool) -> String {
    let name = escape(api.api);
    let (ours, documented) = api.payloads;
    let documented = if has_documented { format!(", {documented} documented") } else { String::new() };
    let rows: String = api.rows.iter().map(|one| row(one, has_documented)).collect();
    let column = if has_documented { "<th scope=\"col\" class=\"n\">Documented</th>" } else { "" };
    format!(
        "<section id=\"{name}\">\n<h2>{name}</h2>\n<p>{ours} of our payloads{documented}.</p>\n{}\
         <table class=\"all\">\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Name</th>\
         <th scope=\"col\" class=\"n\">Ours</th>{column}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n",
        summary(api, has_documented)
    )
}

fn summary(api: &ApiCoverage, has_documented: bool) -> String {
    let column = if has_documented { "<th scope=\"col\">Documented</th>" } else { "" };
    let mut rows = String::new();
    for group in GROUPS {
        let count = api.count(group);
        let documented = if has_documented { bar(count.documented, count) } else { String::new() };
        rows.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td>{}{documented}<td class=\"n\">{}</td></tr>\n",
            group.word(),
            count.total,
            bar(count.ours, count),
            count.neither
        ));
    }
    format!(
        "<div class=\"sum-box\">\n<table class=\"sum\">\n<thead><tr><td></td><th scope=\"col\" class=\"n\">Total</th><th scope=\"col\">Ours</th>\
         {column}<th scope=\"col\" class=\"n\">In none</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}

fn bar(number: usize, count: Count) -> String {
    let percent = number * 100 / count.total.max(1);
    format!("<td><meter min=\"0\" max=\"100\" value=\"{percent}\"></meter> {number} ({percent} %)</td>")
}

fn row(row: &Row, has_documented: bool) -> String {
    let class = match (row.silent, row.ours + row.documented) {
        (true, _) => " class=\"silent\"",
        (false, 0) => " class=\"none\"",
        _ => "",
    };
    let remark = if row.silent { " <small>has no body</small>" } else { "" };
    let documented =
        if has_documented { format!("<td class=\"n\">{}</td>", row.documented) } else { String::new() };
    format!(
        "<tr{class}><td>{}</td><td><code>{}</code>{remark}</td><td class=\"n\">{}</td>{documented}</tr>\n",
        row.group.one(),
        breakable(&row.name),
        row.ours
    )
}

/// Allows line breaks after the dots of a name.
fn breakable(name: &str) -> String {
    escape(name).replace('.', ".<wbr>")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Group;

    fn page(has_documented: bool) -> String {
        let row = |name: &str, ours, silent| Row {
            group: Group::Operations,
            name: name.to_owned(),
            ours,
            documented: 0,
            silent,
        };
        let rows = vec![row("a<b>", 0, false), row("c.d", 2, false), row("e", 0, true)];
        html(&Coverage {
            apis: vec![ApiCoverage { api: "one", rows, payloads: (2, 0), unplaced: vec![] }],
            has_documented,
            unreadable: vec![],
        })
    }

    #[test]
    fn the_page_is_self_contained() {
        let page = page(true);
        assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="), "{page}");
        assert!(page.contains("<tr class=\"none\"><td>operation</td><td><code>a&lt;b&gt;</code></td>"));
        assert!(page.contains("<code>c.<wbr>d</code></td><td class=\"n\">2</td><td class=\"n\">0</td>"));
        assert!(page.contains("<tr class=\"silent\">"));
        assert!(page.contains("1 (50 %)"));
    }

    #[test]
    fn the_column_of_documented_payloads_is_optional() {
        assert!(!page(false).contains("Documented</th>"));
    }
}
