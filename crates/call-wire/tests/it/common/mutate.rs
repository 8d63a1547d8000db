//! Seed documents and mutations.

use std::fs;
use std::path::Path;

use fastrand::Rng;

/// Documents with edge cases.
pub const SEEDS: &[&str] = &[
    r#"{"id":"a\u00e9\ud83d\ude00\n","on":true,"int":-0,"long":9007199254740993,"unsigned":4294967295,"big":18446744073709551615,"ratio":1.0e2,"single":0.10,"token":"hush","x":1e999,"y":-0.0,"z":[1E5,-0,0.10]}"#,
    r#"{"int":"5","long":5.0,"unsigned":"7","big":1e3,"ratio":"INF","single":"-INF","when":"2026-11-20T12:00:00.5000+00:00","wait":"PT1M30S","guid":"411F0B00-DC73-4528-A9E6-968BA983D2A1","status":"Running","flags":"running, failed,,x"}"#,
    r#"{"names":["a",null,"b"],"grid":[[1],[],[2,"3",null]],"parts":[{"id":"p","parts":[null,{"id":null}]},null],"part":{"part":{"id":"deep","later":[null]}},"byName":{"a":"b","a":null,"c":"d"},"things":{"t":{"id":"1"},"u":null}}"#,
    r##"{"config":{"uri":"u","@type":"x.hosted","next":{"@type":"#x.local","count":1,"@type":"#x.hosted"}},"shape":{"radius":1,"kind":"circle","inner":{"kind":null,"inner":{"kind":"hosted","@type":"#x.hosted"}}},"shapes":[{"kind":"square","more":{}},null,{"kind":"circle","kind":"hosted"}]}"##,
    r#"{"any":{"a":[1.50,null,{"b":"\/"}]},"raw":[ 1.0 , {"x" : "\ud800"} ],"later":{"a":1,"a":2,"\u0061":3},"id":null,"id":"x","int":1,"int":null,"on":null}"#,
    r#"{"m0":1,"m1":null,"m62":null,"m63":null,"m64":null,"m69":"7","m69":null,"m63":"5","other":null}"#,
    r#"{"id":5,"on":"yes","int":"many","ratio":{},"when":"noon","parts":[3,{"int":[]}],"names":{},"byName":{"a":{}},"config":[],"shape":{"kind":3},"guid":""}"#,
    r#"{"":"","a\"b":"\\","\u0000":"\u001f","~/":1,"config":{"":null},"$serde_json::private::Number":"1","$serde_json::private::RawValue":"2"}"#,
    "[-0,0,-0.0,0.0e-0,1E+2,1e-400,123456789012345678901234567890,2.2250738585072011e-308,5e-324,1.7976931348623157e308]",
    "[[[[[[[[[[{\"a\":{\"b\":{\"c\":[{}]}}}]]]]]]]]]]",
    "\"\\ud83d\\ude00 \\uD800 \\udc00 é \u{2028} \u{7f} \u{10ffff}\"",
    " \t\r\n[ true , false , null , \"\" , {} , [] ] \n",
    "{\"a\":1",
    "null",
    "\u{feff}{}",
];

/// Replacements for values.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "5",
    "\"5\"",
    "-1.50",
    "1e2",
    "1E5",
    "1e999",
    "-1e999",
    "0.10",
    "4294967296",
    "99999999999999999999",
    "1e-7",
    "\"\"",
    "\"\\u0061\"",
    "\"\\ud800\"",
    "\"\\ud83d\\ude00\"",
    "\"\\udc00\\ud800\"",
    "\"NaN\"",
    "\"-INF\"",
    "\"circle\"",
    "\"hosted\"",
    "\"#x.local\"",
    "\"x.hosted\"",
    "\"running\"",
    "\"PT1S\"",
    "[]",
    "{}",
    "[null]",
    "[null,\"5\",{}]",
    "{\"kind\":\"circle\"}",
    "{\"@type\":\"#x.hosted\"}",
    "{\"x\":1,\"x\":2}",
    "\t1.0 ",
];

/// Replacements for names.
const NAMES: &[&str] = &[
    "\"kind\"",
    "\"@type\"",
    "\"id\"",
    "\"m63\"",
    "\"parts\"",
    "\"shape\"",
    "\"config\"",
    "\"int\"",
    "\"ratio\"",
    "\"\\u0069d\"",
    "\"x\"",
    "\"\"",
    "\"\\ud800\"",
    "\"any\"",
    "\"raw\"",
    "\"m1\"",
    "\"next\"",
    "\"inner\"",
    "\"byName\"",
];

/// Members to insert before others.
const MEMBERS: &[&str] = &[
    "\"id\":null,",
    "\"kind\":\"circle\",",
    "\"kind\":null,",
    "\"@type\":\"#x.local\",",
    "\"int\":\"7\",",
    "\"x\":1,\"x\":2,",
    "\"kind\":5,",
    "\"ratio\":1.0e2,",
    "\"m63\":null,",
    "\"m0\":null,",
    "\n\"later\" : [ 1 ] ,",
];

/// Texts that make most documents invalid.
const BREAKS: &[&str] = &[
    "01",
    "1.",
    ".5",
    "-",
    "+1",
    "NaN",
    "1e",
    "0x1",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\t\"",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    " ",
    "\n",
    "\u{a0}",
    "\u{feff}",
    "//",
    "é",
    "nul",
    "\"",
];

/// Returns [`SEEDS`] and the examples of the project.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<_> = SEEDS.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/examples"), &mut seeds);
    assert!(seeds.len() > SEEDS.len() + 100, "the examples are missing");
    seeds
}

fn collect(folder: &Path, seeds: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder of examples").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, seeds);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            seeds.push(fs::read(&path).expect("an example"));
        }
    }
}

/// Mutates a document. About half of the results are valid JSON.
pub fn mutate(document: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Rng) {
    for _ in 0..random.usize(1..6) {
        match random.u8(0..64) {
            0 => flip(document, random),
            1 => insert(document, random),
            2 => drop(cut(document, random)),
            3 => double(document, random),
            4 => document.truncate(random.usize(..=document.len())),
            5 => break_token(document, random),
            6 | 7 => swap_tokens(document, random),
            8..12 => nest(document, random),
            12..16 => splice(document, seeds, random),
            _ => replace_token(document, random),
        }
    }
}

fn flip(document: &mut [u8], random: &mut Rng) {
    if !document.is_empty() {
        document[random.usize(..document.len())] ^= 1 << random.u8(..8);
    }
}

fn insert(document: &mut Vec<u8>, random: &mut Rng) {
    document.insert(random.usize(..=document.len()), random.u8(..));
}

fn cut(document: &mut Vec<u8>, random: &mut Rng) -> Vec<u8> {
    let start = random.usize(..=document.len());
    let end = document.len().min(start + random.usize(..20));
    document.drain(start..end).collect()
}

fn double(document: &mut Vec<u8>, random: &mut Rng) {
    let start = random.usize(..=document.len());
    let end = document.len().min(start + random.usize(..40));
    let part = document[start..end].to_vec();
    document.splice(end..end, part);
}

/// Nests a value in arrays or objects, up to the limit and above it.
fn nest(document: &mut Vec<u8>, random: &mut Rng) {
    let Some((start, end)) = value(document, random) else { return };
    let levels = if random.u8(..4) > 0 { random.usize(1..4) } else { random.usize(118..132) };
    let (open, close) = if random.bool() { ("[", "]") } else { ("{\"parts\":", "}") };
    let nested =
        [open.repeat(levels).as_bytes(), &document[start..end], close.repeat(levels).as_bytes()].concat();
    document.splice(start..end, nested);
}

/// Replaces a value by a document.
fn splice(document: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Rng) {
    let Some((start, end)) = value(document, random) else { return };
    document.splice(start..end, seeds[random.usize(..seeds.len())].iter().copied());
}

fn swap_tokens(document: &mut Vec<u8>, random: &mut Rng) {
    let (Some(one), Some(two)) = (token(document, random), token(document, random)) else { return };
    let (first, second) = if one <= two { (one, two) } else { (two, one) };
    if first.1 <= second.0 {
        let (early, late) = (document[first.0..first.1].to_vec(), document[second.0..second.1].to_vec());
        document.splice(second.0..second.1, early);
        document.splice(first.0..first.1, late);
    }
}

fn break_token(document: &mut Vec<u8>, random: &mut Rng) {
    let Some((start, end)) = token(document, random) else { return };
    let start = if random.bool() { start } else { end };
    document.splice(start..end, BREAKS[random.usize(..BREAKS.len())].bytes());
}

/// Replaces a token, or inserts a member or white space.
fn replace_token(document: &mut Vec<u8>, random: &mut Rng) {
    let Some((start, end)) = token(document, random) else { return };
    let (start, new) = match document[start] {
        b'"' if document.get(end) == Some(&b':') => (start, NAMES),
        b'{' if document.get(end) != Some(&b'}') => (end, MEMBERS),
        byte if is_value(byte) => (start, VALUES),
        _ => (end, [" ", "\n"].as_slice()),
    };
    document.splice(start..end, new[random.usize(..new.len())].bytes());
}

/// Returns the position of a random token.
fn token(document: &[u8], random: &mut Rng) -> Option<(usize, usize)> {
    let tokens = tokens(document);
    tokens.get(random.usize(..tokens.len().max(1))).copied()
}

/// Returns the position of a random value that is neither an array nor an object.
fn value(document: &[u8], random: &mut Rng) -> Option<(usize, usize)> {
    let mut values = tokens(document);
    values.retain(|(start, end)| is_value(document[*start]) && document.get(*end) != Some(&b':'));
    values.get(random.usize(..values.len().max(1))).copied()
}

/// Returns `true` if a token with this first byte is a value.
fn is_value(byte: u8) -> bool {
    byte == b'"' || byte.is_ascii_alphanumeric() || byte == b'-'
}

/// Returns the positions of the tokens, approximately for malformed JSON.
fn tokens(document: &[u8]) -> Vec<(usize, usize)> {
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < document.len() {
        let start = at;
        at += 1;
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        if document[start] == b'"' {
            while document.get(at).is_some_and(|byte| *byte != b'"') {
                at += if document[at] == b'\\' { 2 } else { 1 };
            }
            at = document.len().min(at + 1);
        } else if is_word(&document[start]) {
            at += document[at..].iter().take_while(|byte| is_word(byte)).count();
        }
        tokens.push((start, at));
    }
    tokens
}
